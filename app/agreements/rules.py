"""Who may write an agreement, in which state; two texts that meet; a text as passages. Pure functions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.accounts.models import Role
from app.agreements.models import STATES, Agreement, AgreementState
from app.contracts.rules import number_of
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.precedents.models import AgreementKind, AgreementText, AnnexText, ArticleText, PartyText, TermsText
from app.precedents.rules import party_of, switched, term_words
from app.redlines.rules import Change, Conflict, Merging, changes, pieces
from app.towns.models import Organ

WRITERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER)
OF_COMMITTEE = frozenset({AgreementKind.FRAMEWORK, AgreementKind.POSTING})


class NotYourAgreement(NotAllowed):
    message = N_("只有协议各方可以办理")


class NotTheDrafter(NotAllowed):
    message = N_("由拟稿的%(town)s办理")


class NotEditable(Refusal):
    message = N_("协议%(state)s，文本不能再修改")


class AlreadyTabled(Refusal):
    message = N_("协议已提交会商")


class NotTabled(Refusal):
    message = N_("请先提交会商，对方看到文本后才能提请签发")


class NotSigning(Refusal):
    message = N_("协议没有在签署，请刷新页面查看")


class AlreadySigning(Refusal):
    message = N_("协议已提请签发")


class NotConcluded(Refusal):
    message = N_("协议签署以后才能续签、补充或者解除")


class TooFewTowns(Refusal):
    message = N_("协议至少由联合体中的两个镇签署")


class OwnTownMissing(Refusal):
    message = N_("签署的各方中没有本镇")


class NotAMember(Refusal):
    message = N_("签署机关须是联合体成员镇已登记的发文机关，每镇一个")


class TownsFixed(Refusal):
    message = N_("已提请签发，签署的镇不能增减。确需增减的，请先收回签发")


class NothingChanged(Refusal):
    message = N_("内容没有改动，不需要保存")


class KeysRepeat(Refusal):
    message = N_("有两条的引用名都是“%(key)s”，请改成不同的名称")


class PlacesUnknown(Refusal):
    message = N_("文本中的%(places)s还没有填写，或者找不到所指的内容，请改正后再提请签发")


class TermUnknown(Refusal):
    message = N_("请先填写协议期限的起始日期")


class TermBackwards(Refusal):
    message = N_("协议的终止日期不能早于起始日期")


@dataclass(frozen=True)
class Saved:
    """What became of a save. `aside_id`: it met a newer text on the same passage and was kept beside it."""

    version: int
    was_merged: bool = False
    aside_id: UUID | None = None


def check_party(town_id: UUID | None, towns: Collection[UUID]) -> None:
    if town_id is None or town_id not in towns:
        raise NotYourAgreement


def check_drafter(agreement: Agreement, town_id: UUID | None, *, town: str) -> None:
    if agreement.town_id != town_id:
        raise NotTheDrafter(town=town)


def check_open(agreement: Agreement) -> None:
    if not agreement.is_open:
        raise NotEditable(state=STATES[agreement.state])


def check_tabling(agreement: Agreement) -> None:
    if agreement.state is not AgreementState.DRAFT:
        raise AlreadyTabled


def check_asking(agreement: Agreement) -> None:
    if agreement.state is AgreementState.SIGNING:
        raise AlreadySigning
    if agreement.state is not AgreementState.TABLED:
        raise NotTabled


def check_signing(agreement: Agreement) -> None:
    if agreement.state is not AgreementState.SIGNING:
        raise NotSigning


def check_text(text: AgreementText, members: Collection[UUID], own_town_id: UUID) -> None:
    """What every saved text must keep: two towns of the partnership, an own one, a term that runs forwards."""
    signing = [p.town_id for p in text.parties if p.town_id]
    if len(set(signing)) < 2:
        raise TooFewTowns
    if own_town_id not in signing:
        raise OwnTownMissing
    if len(set(signing)) != len(signing) or not set(signing) <= set(members):
        raise NotAMember
    terms = text.terms
    if terms.from_on and terms.until_on and terms.until_on < terms.from_on:
        raise TermBackwards
    keys = [a.key for a in text.articles if a.key]
    if twice := next((k for k in keys if keys.count(k) > 1), ""):
        raise KeysRepeat(key=twice)


def as_said(place: str) -> str:
    """{待填：项目名称} without what only the editor needs: 项目名称. A reference stays as it was typed."""
    inner = place.strip("{}")
    return inner.removeprefix("待填：") if inner.startswith("待填：") else place


def check_ready(text: AgreementText, lost: Sequence[str]) -> None:
    """What stands in the way of asking for keys, beside gaps and glyphs."""
    if text.terms.from_on is None:
        raise TermUnknown
    if lost:
        raise PlacesUnknown(places="、".join(map(as_said, lost)))


REFUSED = N_("有不同意见")


def state_in_words(agreement: Agreement, *, is_refused: bool) -> str:
    """签署中, or 有不同意见 where a key was refused and nobody has answered yet."""
    refused = is_refused and agreement.state is AgreementState.SIGNING
    return REFUSED if refused else STATES[agreement.state]


def usual_organ(kind: AgreementKind, organs: Sequence[Organ]) -> Organ | None:
    """党委 for 党建 frameworks and postings; 镇人民政府 for space, money and liability (domain.md §8)."""
    wanted = kind in OF_COMMITTEE
    return next((o for o in organs if o.is_party_committee == wanted), next(iter(organs), None))


def wants_government(kind: AgreementKind, organs: Iterable[Organ]) -> bool:
    """Space, money and liability signed by a party committee: worth a second look, not a refusal."""
    return kind not in OF_COMMITTEE and any(o.is_party_committee for o in organs)


def party_from(organ: Organ, address: str = "") -> PartyText:
    return PartyText(town_id=organ.town_id, organ_id=organ.id, name=organ.full_name, address=address)


def merge(base: AgreementText, theirs: AgreementText, mine: AgreementText) -> tuple[AgreementText, list[Conflict]]:
    """Three texts into one, article by article: nothing typed is lost, nobody is overwritten unseen."""
    merging = Merging(words_of)
    fields = {
        name: merging.pick(label, getattr(base, name), getattr(theirs, name), getattr(mine, name))
        for name, label in LABELS.items()
    }
    old, their, own = ({a.id: a for a in text.articles} for text in (base, theirs, mine))
    picked = {
        i: merging.pick(_label(own.get(i) or their.get(i) or old[i]), old.get(i), their.get(i), own.get(i))
        for i in dict.fromkeys([*old, *their, *own])
    }
    order = _order(*([a.id for a in text.articles] for text in (base, theirs, mine)))
    articles = tuple(found for i in order if (found := picked[i]) is not None)
    return theirs.model_copy(update={**fields, "articles": articles}), merging.conflicts


LABELS = {
    "title": "协议名称",
    "preamble": "序言",
    "parties": "协议各方",
    "terms": "期限、份数和费用",
    "annexes": "附件",
    "is_joint": "联合行文",
    "copies_to": "抄送",
    "printed_by": "印发机关",
}


def differences(old: AgreementText, new: AgreementText) -> list[Change]:
    """What a reader of the old text must look at in the new one: fields, then articles by what they are, not where."""
    found = changes(*({label: words_of(getattr(t, name)) for name, label in LABELS.items()} for t in (old, new)))
    was = {a.id: (n, a) for n, a in enumerate(old.articles, 1)}
    found += [c for n, a in enumerate(new.articles, 1) if (c := _change(n, a, was.get(a.id)))]
    kept = {a.id for a in new.articles}
    found += [Change(f"原{number_of(n)}（删去）", (("-", words_of(a)),)) for n, a in was.values() if a.id not in kept]
    if moved := _moved(old, new):
        found.append(Change("条款次序", (("+", "\n".join(moved)),)))
    return found


def _change(place: int, article: ArticleText, before: tuple[int, ArticleText] | None) -> Change | None:
    label = f"{number_of(place)}{article.heading and f'　{article.heading}'}"
    if before is None:
        return Change(f"{label}（新增）", (("+", words_of(article)),))
    if words_of(before[1]) == words_of(article):
        return None
    renumbered = f"（原{number_of(before[0])}）" if before[0] != place else ""
    return Change(f"{label}{renumbered}", pieces(words_of(before[1]), words_of(article)))


def _moved(old: AgreementText, new: AgreementText) -> list[str]:
    """Articles that stand in another order among those that both texts have."""
    common = {a.id for a in old.articles} & {a.id for a in new.articles}
    order = [a.id for a in old.articles if a.id in common]
    if order == [a.id for a in new.articles if a.id in common]:
        return []
    return [f"{number_of(n)}　{a.heading}" for n, a in enumerate(new.articles, 1)]


def words_of(value: object) -> str:
    """A passage as people read it."""
    if isinstance(value, tuple):
        return "\n".join(words_of(v) for v in value)
    if isinstance(value, ArticleText):
        return f"{value.heading}\n{value.body}"
    if isinstance(value, PartyText):
        party = party_of(value)
        return "；".join((party.name, *party.details))
    if isinstance(value, AnnexText):
        return "\n".join((value.title, value.words, *("｜".join(row) for row in (value.head, *value.rows) if row)))
    if isinstance(value, TermsText):
        said = (term_words(value), f"各执{value.copies_each}份", value.fee, *switched(value))
        return "\n".join(s for s in said if s)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _label(article: ArticleText) -> str:
    return f"“{article.heading or '未命名条款'}”"


def _order(base: list[UUID], theirs: list[UUID], mine: list[UUID]) -> list[UUID]:
    """Whoever moved articles decides their order; what only the other has stands after its neighbour there."""
    lead, other = (theirs, mine) if mine == base else (mine, theirs)
    order = list(lead)
    for place, i in enumerate(other):
        if i not in order:
            before = next((p for p in reversed(other[:place]) if p in order), None)
            order.insert(order.index(before) + 1 if before else 0, i)
    return order
