"""When a remark may be made, settled, adopted or answered. Pure functions."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from app.contracts.rules import number_of
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.precedents.models import AgreementText, ArticleText
from app.remarks.models import Comment, Objection, ObjectionDraft, ObjectionState

MOST_REASON = 1000


class ArticleGone(Refusal):
    message = N_("这一条已经删去，请刷新页面后对现在的文本提意见")


class NotAThread(Refusal):
    message = N_("没有找到要回复的意见")


class AlreadySettled(Refusal):
    message = N_("这条意见已经处理，请刷新页面查看")


class NothingSaid(Refusal):
    message = N_("请写明不同意的理由，或者至少对一条提出意见")


class OwnObjection(Refusal):
    message = N_("这是本镇提出的意见，由对方采纳或者答复")


class NoCounterText(Refusal):
    message = N_("对方没有写建议的表述，请修改文本或者答复")


class ArticleChanged(Refusal):
    message = N_("%(place)s在对方提出意见后又改过，不能直接采纳。请对照对方的意见修改文本")


class AnswerMissing(Refusal):
    message = N_("请写明答复")


def check_article(text: AgreementText, article_id: UUID | None) -> None:
    if article_id is not None and article_id not in {a.id for a in text.articles}:
        raise ArticleGone


def check_unsettled(comment: Comment) -> None:
    if comment.settled_at is not None:
        raise AlreadySettled


def check_settling(objection: Objection, town_id: UUID | None) -> None:
    """An objection is settled by the side that did not raise it."""
    if objection.state is not ObjectionState.OPEN:
        raise AlreadySettled
    if objection.town_id == town_id:
        raise OwnObjection


def reason_of(general: str, objections: Sequence[ObjectionDraft], text: AgreementText) -> str:
    """The refused key's reason in one text: the general one, then article by article."""
    if not general and not objections:
        raise NothingSaid
    places = place_of(text)
    said = [f"{number_of(places[o.article_id])}：{o.reason.rstrip('。；')}" for o in objections]
    words = "；".join(([general.rstrip("。；")] if general else []) + said)
    return words if len(words) <= MOST_REASON else words[: MOST_REASON - 1] + "…"


def counter_of(objections: Sequence[ObjectionDraft], text: AgreementText) -> str:
    """The counter-texts in one text, for notices and topics."""
    places = place_of(text)
    said = [f"{number_of(places[o.article_id])}：{o.counter_text}" for o in objections if o.counter_text]
    return "\n".join(said)[:4000]


def place_of(text: AgreementText) -> dict[UUID, int]:
    return {a.id: n for n, a in enumerate(text.articles, 1)}


def adopted(standing: AgreementText, seen: dict[int, AgreementText], objections: Iterable[Objection]) -> AgreementText:
    """The standing text with the counter-texts in it; `seen` are the texts that the objections spoke of, by version.

    Refused where an article has changed since: nobody adopts a wording onto a text that its author did not see.
    """
    articles = {a.id: a for a in standing.articles}
    for objection in objections:
        if not objection.counter_text:
            raise NoCounterText
        before = next((a for a in seen[objection.version].articles if a.id == objection.article_id), None)
        if before is None or articles.get(objection.article_id) != before:
            raise ArticleChanged(place=number_of(objection.place))
        articles[before.id] = _reworded(before, objection)
    return standing.model_copy(update={"articles": tuple(articles.values())})


def _reworded(article: ArticleText, objection: Objection) -> ArticleText:
    heading = objection.heading or article.heading
    return article.model_copy(update={"heading": heading, "body": objection.counter_text})


def adoption_note(objections: Sequence[Objection], town: str) -> str:
    """采纳Q镇对第四条、第七条的意见"""
    return f"采纳{town}对{'、'.join(number_of(o.place) for o in objections)}的意见"[:200]
