"""The story's secondment: agreed by two keys, told to the units, reported, extended, assessed; its papers printed."""

from datetime import timedelta
from uuid import UUID

from app.appraisals import queries as appraisals
from app.boxes.gateways import to_docx
from app.circulars import actions as circulars
from app.circulars import queries as circular_queries
from app.circulars.models import CircularDraft
from app.circulars.rules import SEND_TO
from app.demo import secondments
from app.demo.keys import turn_one
from app.demo.telling import NothingMade, Story
from app.documents import gateways as document_files
from app.kit import clock
from app.ledger import queries as ledger
from app.ledger.models import Kind
from app.pacts import queries as pacts
from app.secondments import queries as postings
from app.secondments import rules
from app.secondments.models import Exchange, Secondment
from app.typeset import gateways as typesetting
from app.word.gateways import to_docx as notice_to_docx


def play(story: Story) -> Secondment:
    """A pair from the first day to the last box; the posting of D镇's person."""
    stage, one = story.stage, secondments.FIRST[0]
    from_on = rules.plus_months(clock.to_town(stage.now).date().replace(day=1), 1)
    until_on = rules.default_until(from_on)
    exchange_id = secondments.agree(stage, secondments.FIRST, from_on, until_on)
    _keep_pact(story, exchange_id)
    _tell_units(story, exchange_id)
    stage.now = clock.at(from_on, "08:40")
    for sent in secondments.FIRST:
        secondments.arrive(stage, sent)
        secondments.report(stage, sent)
    story.tell(f"双方到岗交接办结、报备登记；{from_on}起挂职权限自动生效，原岗位权限自动暂停")
    stage.now = clock.at(from_on + timedelta(days=(until_on - from_on).days // 2 + 3), "15:00")
    secondments.assess(stage, one)
    stage.now = clock.at(until_on, "16:30")
    secondments.leave(stage, one)
    stage.now = clock.at(until_on + timedelta(days=1), "08:40")
    secondments.settle(stage)
    stage.now += timedelta(days=4)
    secondments.appraise(stage, one)
    return _keep_papers(story, one.login)


def _keep_pact(story: Story, exchange_id: UUID) -> None:
    story.run_jobs(story.stage)
    with story.stage.looking("malin") as session:
        document = pacts.document_of(session, session.get_one(Exchange, exchange_id))
        if document is None or not document.pdf_hash:
            raise NothingMade("互派挂职协议")
        pdf = story.keep("30-互派挂职协议.pdf", document_files.kept(document, document.pdf_hash))
        docx = story.keep("30-互派挂职协议.docx", document_files.kept(document, document.docx_hash))
        story.tell(f"互派挂职经双方党委研究、双方签发，协议编号{document.number}：{pdf}、{docx}")


def _tell_units(story: Story, exchange_id: UUID) -> None:
    """D镇's 挂职通知: 拟稿 → 核稿 → 签发."""
    stage, year = story.stage, clock.to_town(story.stage.now).year
    draft = CircularDraft(to=SEND_TO, copies_to="崇明区委组织部", entered_number=f"D委干〔{year}〕6号")
    with stage.acting("malin") as (session, actor):
        exchange = session.get_one(Exchange, exchange_id)
        circular = circulars.write(session, exchange, draft, actor=actor, now=stage.now)
        consent_id = circulars.submit(session, exchange, circular, actor=actor, now=stage.now).id
    town_id = stage.towns["D"].id
    turn_one(
        stage,
        consent_id,
        town_id,
        lambda session, key, actor: circulars.turn_key(
            session,
            circular_queries.get_locked(session, session.get_one(Exchange, exchange_id), town_id),
            key,
            actor=actor,
            now=stage.now,
        ),
    )
    with stage.looking("malin") as session:
        signed = circular_queries.get_locked(session, session.get_one(Exchange, exchange_id), town_id)
        content, imprint = circular_queries.content_of(signed), circular_queries.imprint_of(signed)
        pdf = story.keep("31-挂职通知.pdf", typesetting.to_pdf(content, imprint))
        docx = story.keep("31-挂职通知.docx", notice_to_docx(content, imprint))
        story.tell(f"{signed.number}经拟稿、核稿、签发，发本镇各单位：{pdf}、{docx}")


def _keep_papers(story: Story, login: str) -> Secondment:
    stage = story.stage
    with stage.looking(login) as session:
        posting = postings.of_person(session, stage.people[login].id)[0]
        person = postings.facts_of(session, [posting])[posting.id].person
        paper = appraisals.appraisal_paper(session, posting)
        pdf = story.keep("32-挂职鉴定表.pdf", typesetting.to_pdf(paper))
        docx = story.keep("32-挂职鉴定表.docx", to_docx(paper))
        story.keep("32-中期考核表.pdf", typesetting.to_pdf(appraisals.midterm_paper(session, posting)))
        entered = ledger.find_standing(session, posting.subject, Kind.SECONDED_DAYS)
        if entered is None:
            raise NothingMade("资源共享台账：挂职天数")
        story.tell(f"{person}同志期满，鉴定表五项意见办结：{pdf}、{docx}；资源共享台账记挂职{entered.amount}天")
    return posting
