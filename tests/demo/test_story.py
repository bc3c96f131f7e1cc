"""`flask demo story` as somebody at a shell runs it."""

import zipfile

import vobject
from docx import Document

from app import create_app
from config import Config


def own_app(tmp_path):
    config = Config()
    config.TESTING = True
    config.VAR, config.FILES = tmp_path / "var", tmp_path / "var/files"
    config.DATABASE_URL = config.DATABASE_OWNER_URL = f"sqlite:///{tmp_path}/unused.db"
    return create_app(config)


def test_the_story_writes_every_document_and_can_be_told_again(tmp_path):
    runner = own_app(tmp_path).test_cli_runner()
    for _ in range(2):
        told = runner.invoke(args=["demo", "story", "--out", str(tmp_path / "out")])
        assert told.exit_code == 0, told.output
    lines = [line for line in told.output.splitlines() if line[:2].strip().isdigit()]
    assert [int(line[:2]) for line in lines] == list(range(1, len(lines) + 1))
    steps = "\n".join(lines)
    for done in ("跨镇预订Q镇", "先前的签发作废", "只有", "加入候补", "20分钟后接受，已确认", "审计链核验通过"):
        assert done in steps
    out = tmp_path / "out"
    for name in ("01-邀请函和回执.pdf", "02-议程.pdf", "04-会议纪要.pdf", "20-资源共享情况.pdf"):
        assert (out / name).read_bytes().startswith(b"%PDF")
    said = "\n".join(p.text for p in Document(str(out / "04-会议纪要.docx")).paragraphs)
    assert "遇Q镇重大活动提前三天告知" in said, "the counter-text was taken over"
    assert len(zipfile.ZipFile(out / "03-会议材料包.zip").namelist()) == 8
    assert vobject.readOne((out / "会议.ics").read_text()).vevent.summary.value


def test_without_fonts_it_names_the_doctor(tmp_path):
    app = own_app(tmp_path)
    app.config["FONTS_CONF"] = tmp_path / "nothing.conf"
    told = app.test_cli_runner().invoke(args=["demo", "story", "--out", str(tmp_path / "out")])
    assert told.exit_code == 1
    assert "flask doctor" in told.output


def test_demo_data_are_loaded_in_demo_mode_only(tmp_path):
    told = own_app(tmp_path).test_cli_runner().invoke(args=["demo", "load"])
    assert told.exit_code == 1
    assert "LINQIAO_DEMO=1" in told.output
