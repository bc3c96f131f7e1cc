"""The environment: every Python of it finds fonts and libraries; a prepared checkout is left alone."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import bootstrap, browser, environment, fonts, frontend, steps, system, translations

ROOT = Path(__file__).parents[2]


def _python(code: str, **variables: str) -> str:
    words = [sys.executable, "-c", code]
    return subprocess.run(words, env=variables, capture_output=True, text=True, check=True).stdout.strip()


def test_a_plain_shell_s_python_finds_the_document_fonts() -> None:
    assert _python("import os; print(os.environ['FONTCONFIG_FILE'])") == str(fonts.CONF)


def test_a_font_configuration_that_the_administrator_names_wins() -> None:
    assert _python("import os; print(os.environ['FONTCONFIG_FILE'])", FONTCONFIG_FILE="/else") == "/else"


def test_libraries_kept_in_the_checkout_are_loaded_before_anybody_asks(tmp_path: Path) -> None:
    find = "import ctypes; ctypes.CDLL('libfontconfig.so.1'); print(open('/proc/self/maps').read())"
    maps = _python(find).splitlines()
    library = Path(next(line.split()[-1] for line in maps if "libfontconfig" in line))
    kept = tmp_path / "syslib" / library.name
    kept.parent.mkdir()
    kept.write_bytes(library.read_bytes())
    (tmp_path / "syslib/preload.txt").write_text(f"{kept}\n")
    (tmp_path / "hook.py").write_text(environment.HOOK)
    run_hook = f"import runpy, sys; sys.prefix = {str(tmp_path)!r}; runpy.run_path({str(tmp_path / 'hook.py')!r})"
    assert str(kept) in _python(f"{run_hook}; {find}")


def test_documents_can_be_drawn_in_a_plain_shell() -> None:
    draw = "import weasyprint; print(weasyprint.HTML(string='<p>邻桥').write_pdf()[:5])"
    assert _python(draw) == "b'%PDF-'"


def test_libraries_load_in_an_order_in_which_each_finds_what_it_needs() -> None:
    files = [Path("libpangoft2-1.0.so.0"), Path("no-such-library.so.1"), Path("libpango-1.0.so.0")]
    assert system._load_order(files) == [files[0], files[2]]


def test_only_shared_libraries_are_taken_out_of_a_package() -> None:
    wanted = system._SHARED_OBJECT
    assert wanted.match("usr/lib/x86_64-linux-gnu/libpango-1.0.so.0.5000.12")
    assert not wanted.match("usr/share/doc/libpango-1.0-0/copyright")
    assert not wanted.match("usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0/loader.so")


def test_a_prepared_checkout_is_left_alone() -> None:
    words = [sys.executable, "-m", "tools.bootstrap", "--dev"]
    assert subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""


@pytest.mark.parametrize(
    ("made_at", "made_with", "ours"),
    [("{here}", "python3.11", True), ("/somewhere/else/.venv", "python3.11", False), ("{here}", "python3.10", False)],
)
def test_an_environment_that_was_moved_or_lost_its_python_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_at: str, made_with: str, ours: bool
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python3.11")
    (tmp_path / "python3.11").touch()
    (tmp_path / "lib" / made_with).mkdir(parents=True)
    (tmp_path / "pyvenv.cfg").write_text(f"command = /usr/bin/python3 -m venv {made_at.format(here=tmp_path)}\n")
    assert environment._is_ours() is ours


def test_a_step_is_remembered_until_what_it_was_made_from_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    mark = steps.fingerprint("one")
    assert not steps.is_done("packages", mark)
    steps.remember("packages", mark)
    assert steps.is_done("packages", mark)
    assert not steps.is_done("packages", steps.fingerprint("two"))


def test_a_failed_command_shows_what_it_said() -> None:
    with pytest.raises(steps.Failed, match="the reason"):
        steps.run(sys.executable, "-c", "import sys; print('the reason'); sys.exit(1)")


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """A set-up in which only the named steps fail."""

    def main(*failing: object, dev: bool = False) -> int:
        for step in (system, fonts, environment, frontend, translations, browser):
            monkeypatch.setattr(step, "prepare", _failing if step in failing else _fine)
        return bootstrap.main(["--dev"] if dev else [])

    return main


def _fine(**_: bool) -> None:
    """Nothing to do."""


def _failing(**_: bool) -> None:
    raise steps.Failed("no network")


def test_without_fonts_or_libraries_the_site_still_starts(
    prepared: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepared(system, fonts) == 0
    assert capsys.readouterr().out.count("暂时不能印发公文") == 2


@pytest.mark.parametrize("needed", [environment, frontend, translations])
def test_without_packages_or_front_end_files_it_does_not(prepared: Callable[..., int], needed: object) -> None:
    assert prepared(needed) == 3


def test_without_chromium_the_other_tests_run(prepared: Callable[..., int]) -> None:
    assert prepared(browser, dev=True) == 0


def test_an_unknown_word_is_refused() -> None:
    assert bootstrap.main(["--devel"]) == 2


def test_a_checkout_that_another_user_prepared_says_so(
    prepared: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(**_: bool) -> bool:
        raise PermissionError

    monkeypatch.setattr(bootstrap, "_alone", refused)
    assert prepared() == 3
    assert "请以该用户运行" in capsys.readouterr().out
