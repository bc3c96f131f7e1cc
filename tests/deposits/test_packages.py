"""A package is written byte for byte the same, and one changed byte, a missing or an extra file is found."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.audit.models import AuditEntry
from app.audit.rules import mac_of
from app.deposits import rules
from app.deposits.gateways import Packer, check
from app.deposits.models import AUDIT, CONTENT, DOCX, INDEX, PDF, SUMS, Entry, Filed, Label, Paper
from app.kit.text import canonical, sha256

KEY = "of-this-test-only"
DAY = date(2026, 5, 8)
CONTENTS = {"kind": "agreement", "title": "场地共享协议"}
Members = dict[str, bytes]


def chain(pdf: bytes) -> bytes:
    """Two entries, the second one of the finished file."""
    said, previous = [], ""
    for seq, deed, detail in (
        (7, "documents.issue", {"number": "D委协〔2026〕3号"}),
        (8, "documents.finish", {"pdf": sha256(pdf)}),
    ):
        at = datetime(2026, 5, 8, 1, seq, tzinfo=UTC)
        entry = AuditEntry(town_id=UUID(int=5), seq=seq, at=at, deed=deed, subject="document:1", detail=detail, mac="")
        entry.mac = mac_of(entry, previous, KEY)
        said.append(rules.as_entry(entry, previous))
        previous = entry.mac
    return canonical(said)


def paper(place: int = 1, number: str = "D委协〔2026〕3号") -> Paper:
    pdf, docx, content = b"%PDF-1.7 none", b"PK none", canonical(CONTENTS)
    entry = Entry(place, "", "中共D镇委员会", number, "场地共享协议", DAY, "永久")
    filed = (Filed(PDF, "正本", pdf), Filed(DOCX, "可编辑文本", docx), Filed(CONTENT, "规范化正文", content))
    filed = (*filed, Filed(AUDIT, "审计记录", chain(pdf)))
    return Paper(entry, sha256(content), sha256(pdf), sha256(docx), "ABC", filed)


def packed(*papers: Paper) -> bytes:
    packer = Packer(Label("中共D镇委员会", "上海市崇明区D镇", 2026, "Z109", rules.key_mark(KEY)))
    for one in papers or (paper(),):
        packer.add(one)
    return packer.finish()


def changed(package: bytes, edit: Callable[[Members], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    edit(members)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def with_new_sums(edit: Callable[[Members], object]) -> Callable[[Members], None]:
    """Somebody who knows about the list, and writes it anew."""

    def tamper(members: Members) -> None:
        edit(members)
        del members[SUMS]
        members[SUMS] = rules.sums({name: sha256(data) for name, data in members.items()})

    return tamper


def faults(package: bytes, key: str = KEY) -> str:
    return "\n".join(map(str, check(package, key).faults))


def test_the_same_papers_give_the_same_bytes() -> None:
    assert packed() == packed()
    assert check(packed(), KEY).faults == ()
    found = check(packed(), KEY)
    assert (found.label, found.papers, found.entries, found.is_chain_checked) == ("中共D镇委员会2026年", 1, 2, True)


def test_the_list_is_one_that_sha256sum_reads() -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        line = next(one for one in archive.read(SUMS).decode().splitlines() if one.endswith(PDF))
    assert line == f"{sha256(b'%PDF-1.7 none')}  永久/0001_D委协〔2026〕3号/{PDF}"


PLACE = "永久/0001_D委协〔2026〕3号"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda m: m.update({f"{PLACE}/{PDF}": b"%PDF-1.7 nine"}), "正本.pdf：内容已被改动"),
        (lambda m: m.pop(f"{PLACE}/{DOCX}"), "可编辑文本.docx：文件缺失"),
        (lambda m: m.update({f"{PLACE}/补充.pdf": b"new"}), "补充.pdf：清单之外的文件"),
        (lambda m: m.pop(SUMS), "校验清单缺失"),
        (lambda m: m.pop(INDEX), "目录缺失"),
        (lambda m: m.update({INDEX: b"{}"}), "目录缺失或无法读取"),
        (lambda m: m.update({"../x": b""}), "文件路径不正常"),
    ],
)
def test_a_changed_a_missing_and_an_extra_file_are_found(edit: Callable[[Members], object], said: str) -> None:
    assert said in faults(changed(packed(), edit))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda m: m.update({f"{PLACE}/{PDF}": b"%PDF-1.7 nine"}), "与印发时的文件校验值不一致"),
        (lambda m: m.update({f"{PLACE}/补充.pdf": b"new"}), "目录中没有登记的文件"),
        (lambda m: m.update({f"{PLACE}/{CONTENT}": b'{"kind":"agreement"}'}), "正文与各方签发确认的内容校验值不一致"),
        (lambda m: _edit_audit(m, "D委协〔2026〕4号"), "第7条审计记录被改动"),
    ],
)
def test_who_writes_the_list_anew_is_found_too(edit: Callable[[Members], object], said: str) -> None:
    assert said in faults(changed(packed(), with_new_sums(edit)))


def test_who_writes_index_and_list_anew_meets_the_audit_chain() -> None:
    def forge(members: Members) -> None:
        new = b"%PDF-1.7 nine"
        text = members[INDEX].decode().replace(sha256(b"%PDF-1.7 none"), sha256(new))
        members[INDEX], members[f"{PLACE}/{PDF}"] = text.encode(), new

    assert "审计记录中的PDF校验值与正本不一致" in faults(changed(packed(), with_new_sums(forge)))


def test_another_installation_checks_everything_but_the_keyed_chain() -> None:
    found = check(packed(), "another key")
    assert found.faults == ()
    assert not found.is_chain_checked


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 torn", b"text"])
def test_what_is_no_package_is_called_so(data: bytes) -> None:
    assert "不是完整的归档包" in faults(data)


def test_a_torn_package_is_found() -> None:
    whole = packed()
    assert faults(whole[: len(whole) // 2])
    at = whole.index(b"PK", 40) - 20
    assert faults(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])


def _edit_audit(members: Members, number: str) -> None:
    path = f"{PLACE}/{AUDIT}"
    entries = json.loads(members[path])
    entries[0]["detail"]["number"] = number
    members[path] = canonical(entries)
