"""The log book: masked by default, unmasked for a reason that is written down, absent for everybody else."""

import pypdfium2
import pytest
from freezegun import freeze_time
from logging_days import MORNING, NOW, draft, picture
from sqlmodel import select

from app.audit.models import AuditEntry
from app.logbooks import queries
from app.logs import actions as logs
from app.logs.models import LogEntry


@pytest.fixture
def with_names(reaching, cast, written):
    """The entry names a resident and shows a photo."""
    with reaching(cast.dong, cast.lin, NOW) as session:
        entry = session.exec(select(LogEntry)).one()
        said = draft(done="调解吴阿宝与居民王秀英的纠纷，电话13812345678。", names="吴阿宝")
        logs.change_entry(session, entry, said, actor=cast.actor(cast.lin), now=NOW)
        logs.add_photos(session, entry, [picture()], actor=cast.actor(cast.lin))
        session.commit()


@freeze_time(MORNING)
def test_the_book_masks_residents_and_opens_with_a_cover(client, cast, sign_in, reaching, with_names, posting):
    page = f"/secondments/{posting.id}/log/book"
    sign_in(cast.lin)
    assert "共1篇日志" in client.get(page).text
    answer = client.get(f"{page}/print")
    assert answer.mimetype == "application/pdf", answer.text
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.data)]
    assert len(pages) == 4, "cover, contents, facts, April"
    assert "交流日志册" in pages[0].replace("\r\n", "")
    assert "王秀英" not in "".join(pages)
    with reaching(cast.dong, cast.lin) as session:
        bound = queries.gather(session, posting, today=NOW.date())
    assert bound.book.months[0].entries[0].done == "调解吴**与居民王**的纠纷，电话138****5678。"
    assert len(bound.pictures) == 1


@freeze_time(MORNING)
def test_names_are_printed_for_a_leader_with_a_reason_only(client, cast, sign_in, reaching, with_names, posting):
    page = f"/secondments/{posting.id}/log/book/unmasked"
    for who in ("lin", "tang"):
        sign_in(getattr(cast, who))
        assert client.post(page, data={"reason": "组织部门查阅"}).status_code == 403
    sign_in(cast.shi)
    assert client.post(page, data={"reason": ""}).status_code == 422
    assert client.post(page, data={"reason": "组织部门查阅"}).mimetype == "application/pdf"
    with reaching(cast.qi) as session:
        row = session.exec(select(AuditEntry).where(AuditEntry.deed == "logbooks.print_unmasked")).one()
    assert "组织部门查阅" in str(row.detail)
