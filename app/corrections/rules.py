"""What a correction must say, and what can be excerpted. Pure functions."""

from collections.abc import Iterable

from app.corrections.models import CorrectionDraft
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.typeset.models import Correction, Decision, Excerpt, Fix, Minutes, Source


class NotIssued(Refusal):
    message = N_("纪要印发后才能更正或者摘录。尚未印发的，请承办方撤回修改")


class NotInText(Refusal):
    message = N_("原文中没有“%(words)s”，请照原文填写有误的文字")


class SameWords(Refusal):
    message = N_("“%(place)s”更正前后的文字相同，请核对")


class NotAResolution(Refusal):
    message = N_("纪要中没有这项议定事项，请核对")


def check_fixes(draft: CorrectionDraft, texts: Iterable[str]) -> None:
    """Each wrong passage must stand in the issued text as it is quoted."""
    whole = "\n".join(texts)
    for fix in draft.fixes:
        if fix.wrong and fix.wrong not in whole:
            raise NotInText(words=fix.wrong)
        if fix.wrong == fix.right:
            raise SameWords(place=fix.place)


def correction_of(minutes: Minutes, source: Source, draft: CorrectionDraft) -> Correction:
    """The numbered document that puts it right; the original stays as it is (domain.md §2.8)."""
    return Correction(
        mark=minutes.mark,
        issuer=minutes.issuer,
        source=source,
        fixes=tuple(Fix(place=f.place, wrong=f.wrong, right=f.right) for f in draft.fixes),
        reason=draft.reason,
        copies_to=minutes.copies_to,
        printed_by=minutes.printed_by,
        terms=minutes.terms,
    )


def excerpt_of(minutes: Minutes, source: Source, number: str, to: str) -> Excerpt:
    """One resolution of issued minutes, word for word, by its number (2026年第12号)."""
    topic, decision = _found(minutes, number)
    return Excerpt(
        mark=minutes.mark,
        issuer=minutes.issuer,
        source=source,
        topic=topic,
        decision=decision,
        to=to,
        printed_by=minutes.printed_by,
        terms=minutes.terms,
    )


def _found(minutes: Minutes, number: str) -> tuple[str, Decision]:
    for topic in minutes.topics:
        for decision in topic.decisions:
            if decision.number == number:
                return topic.title, decision
    raise NotAResolution
