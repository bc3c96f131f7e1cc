"""The story's agreements: two keys and two numbers, signed by certificates, on paper, verified, put away."""

from datetime import timedelta
from uuid import UUID

from app.agreements import queries as drafts
from app.archives import actions as archives
from app.archives import queries as archive_queries
from app.certificates import actions as certificates
from app.certificates.models import CertificateDraft
from app.concluding import queries as concluded
from app.demo import agreements
from app.demo.agreements import COMMITTEE, GOVERNMENT
from app.demo.certificates import PASSPHRASE, Authority
from app.demo.keys import turn_one
from app.demo.seals import specimen
from app.demo.telling import NothingMade, Story
from app.deposits.gateways import check
from app.documents import gateways as document_files
from app.documents import queries as issued
from app.documents.models import Document
from app.files import gateways as files
from app.files.models import Upload
from app.kit import clock
from app.precedents.models import AgreementKind
from app.precedents.rules import add_months
from app.renditions import gateways as rendition_files
from app.renditions import queries as renditions
from app.renditions.models import RenditionKind
from app.scans import actions as scans
from app.signing import actions as signing
from app.signing.models import SignDraft
from app.towns import queries as towns
from app.typeset import gateways as typesetting
from app.typeset.models import Agreement, Article, Imprint, Party

THREE = ("D镇人民政府", "Q镇人民政府", "某某街道办事处")


def play(story: Story) -> None:
    """Venues by certificates, the framework on paper, a joint paper of three organs, and the year's package."""
    venues = _conclude_with_a_late_number(story)
    _sign_electronically(story, venues)
    _sign_on_paper(story)
    _print_a_joint_paper(story)
    _put_away(story)


def _conclude_with_a_late_number(story: Story) -> Document:
    """Q镇's number comes a day after its key: nothing is asked for twice."""
    stage = story.stage
    from_on = add_months(clock.to_town(stage.now).date().replace(day=1), 1)
    term = agreements.whole_months(from_on, 36)
    agreement_id, consent_id = agreements.ask(stage, AgreementKind.VENUES, GOVERNMENT, term)
    agreements.give_number(stage, agreement_id, "D", agreements.number_of(stage, "D", GOVERNMENT, 21))
    for key in "DQ":
        turn_one(stage, consent_id, stage.towns[key].id, agreements.key_of(stage, agreement_id))
    stage.now += timedelta(days=1)
    agreements.give_number(stage, agreement_id, "Q", agreements.number_of(stage, "Q", GOVERNMENT, 17))
    document = _issued(story, agreement_id)
    pdf = story.keep("50-场地共享协议.pdf", document_files.kept(document, document.pdf_hash))
    docx = story.keep("50-场地共享协议.docx", document_files.kept(document, document.docx_hash))
    story.tell(f"场地共享协议由两镇签发，Q镇次日登记编号即印发，{document.number}：{pdf}、{docx}")
    return document


def _sign_electronically(story: Story, document: Document) -> None:
    """Each town signs its own place with its own certificate; the file of both verifies by itself."""
    stage, authority = story.stage, Authority.make(story.stage.now - timedelta(days=1))
    for place, key in enumerate("DQ", 1):
        with stage.acting(stage.secretary_of(stage.towns[key].id)) as (session, actor):
            organ = next(o for o in towns.organs_of(session, stage.towns[key].id) if not o.is_party_committee)
            container = authority.container(organ.full_name)
            lists = [authority.revocation()]
            draft = CertificateDraft(
                organ_id=organ.id, data=container, passphrase=PASSPHRASE, revocation=lists, checked=True
            )
            kept = certificates.keep(session, draft, actor=actor, now=stage.now)
            session.flush()
            said = SignDraft(place=place, certificate_id=kept.id, passphrase=PASSPHRASE)
            signing.sign(session, document.id, said, actor=actor, now=stage.now)
    with stage.looking("malin") as session:
        signed = renditions.latest(session, document.id, RenditionKind.SIGNED)
        if signed is None:
            raise NothingMade("电子签署件")
        data = rendition_files.read(document, signed)
    story.tell(f"双方用各自的测试证书（样章）签署同一份文件：{story.keep('51-场地共享协议（电子签署）.pdf', data)}")


def _sign_on_paper(story: Story) -> None:
    """The framework is printed, signed by hand, scanned; both towns confirm that scan and text agree."""
    stage = story.stage
    plan = agreements.Plan(AgreementKind.FRAMEWORK, COMMITTEE, 0, 36, (62, 58))
    agreement_id = agreements.conclude(stage, plan, clock.to_town(stage.now).date())
    document = _issued(story, agreement_id)
    printed = issued.imprint_of(document, "")
    seals = {place: specimen() for place in (1, 2)}
    wet = typesetting.to_pdf(issued.content_of(document), printed, archival=False, seals=seals)
    with stage.acting(stage.clerk_of(stage.towns["D"].id)) as (session, actor):
        paper = Upload(name="签署扫描件.pdf", data=wet)
        scan_id = scans.upload(session, document.id, [paper], actor=actor, now=stage.now).id
    for key in "DQ":
        with stage.acting(stage.secretary_of(stage.towns[key].id)) as (session, actor):
            scans.confirm(session, document.id, scan_id, actor=actor, now=stage.now)
    with stage.looking("malin") as session:
        scan = renditions.get_rendition(session, document.id, scan_id)
        data = rendition_files.read(document, scan)
    kept = story.keep("52-合作框架协议（纸质签署扫描件）.pdf", data)
    story.tell(f"合作框架协议{document.number}打印签字后扫描上传，双方确认与正文一致：{kept}")


def _print_a_joint_paper(story: Story) -> None:
    """联合行文 of three organs: only the host's number, the places of the seals side by side, each with a 样章."""
    content = Agreement(
        title="界河沿线环境共治协议",
        mark="\n".join(THREE),
        parties=tuple(Party(name=name) for name in THREE),
        preamble="为共同治理界河沿线环境，经三方协商一致，订立本协议。",
        articles=(
            Article(heading="治理范围", text="界河及两岸各五十米范围内的水面、岸坡和道路。"),
            Article(heading="职责分工", text="各方负责本辖区一侧的日常保洁，每季度联合巡查一次，问题七日内整改。"),
            Article(heading="期限和份数", text="本协议有效期三年，一式六份，各方各执两份。"),
        ),
        printed_by="D镇党政办公室",
    )
    today = clock.to_town(story.stage.now).date()
    imprint = Imprint(number=f"D府〔{today.year}〕31号", formed_on=today, printed_on=today)
    seals = {place: specimen() for place in range(1, len(THREE) + 1)}
    pdf = typesetting.to_pdf(content, imprint, seals=seals)
    story.tell(
        f"三方联合行文只印主办机关发文字号，印章位置并排（样章）：{story.keep('53-三方联合协议（样章）.pdf', pdf)}"
    )


def _put_away(story: Story) -> None:
    """D镇's committee has the year's package made, and it is checked as the archive would."""
    stage = story.stage
    year = clock.to_town(stage.now).year
    with stage.acting("malin") as (session, actor):
        organ = next(o for o in towns.organs_of(session, stage.towns["D"].id) if o.is_party_committee)
        package_id = archives.ask(session, organ, year, fonds="Z109", actor=actor, now=stage.now).id
    story.run_jobs(stage)
    with stage.looking("malin") as session:
        package = archive_queries.get_package(session, package_id)
    if not package.zip_hash:
        raise NothingMade(package.title)
    data = files.read(package.zip_hash)
    found = check(data, story.key)
    if found.faults:
        raise NothingMade(f"归档包核验（{found.faults[0]}）")
    kept = story.keep("54-年度归档包.zip", data)
    story.tell(f"{package.title}{found.papers}件{found.files}个文件，离线核验完好：{kept}")


def _issued(story: Story, agreement_id: UUID) -> Document:
    story.run_jobs(story.stage)
    with story.stage.looking("malin") as session:
        town_id = story.stage.people["malin"].town_id
        if town_id is None:
            raise NothingMade("协议")
        found = drafts.get_agreement(session, agreement_id, reader_town_id=town_id)
        document = concluded.document_of(session, found)
        if document is None or not document.pdf_hash:
            raise NothingMade(found.title)
        return document
