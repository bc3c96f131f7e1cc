"""The other parts of a page, each by the promise its callers rely on."""

from dataclasses import dataclass


@dataclass
class Shown:
    number: int
    pages: int
    total: int = 120


def test_a_form_carries_both_tokens_and_no_browser_checks(render):
    page = render("form", "{% call form(submit='保存') %}<p>x</p>{% endcall %}")
    form = page.find("form")
    assert form["action"] == "/here"
    assert form.has_attr("novalidate")
    assert {i["name"] for i in form.find_all("input")} == {"csrf_token", "form_key"}
    assert form.find("button").text == "保存"


def test_an_editor_warns_against_secrets_and_an_upload_is_multipart(render):
    editor = render("form", "{% call form() %}<textarea aria-label='x'></textarea>{% endcall %}")
    assert "非涉密系统" in editor.text
    upload = render("form", "{% call form(multipart=True) %}{% endcall %}")
    assert upload.find("form")["enctype"] == "multipart/form-data"


def test_a_post_button_is_a_form_with_its_fields(render):
    page = render("post_button", "{{ post_button('/do', '提交核稿', fields={'revision': 3}) }}")
    assert {i["name"]: i["value"] for i in page.find_all("input")}["revision"] == "3"
    assert page.find("button").text == "提交核稿"


def test_a_dangerous_deed_asks_first_without_script(render):
    page = render("post_button", "{{ post_button('/do', '取消会议', tone='danger') }}")
    assert page.find("details").find("summary").text == "取消会议"
    assert "确定要“取消会议”吗？" in page.text
    assert not page.find("summary").find("form")


def test_text_is_copied_unchanged(render):
    text = "时间:8月3日 14:00\n地点:Q镇<党群>服务中心"
    page = render("copy_text", "{{ copy_text(text) }}", text="\n" + text)
    assert page.find("textarea").text == "\n" + text
    assert page.find("textarea").has_attr("readonly")


def test_a_pager_keeps_the_search(render):
    page = render("pager", "{{ pager(page) }}", page=Shown(2, 3))
    assert [a["href"] for a in page.find_all("a")] == ["/here?page=1&town=D", "/here?page=3&town=D"]
    assert "第 2 页，共 3 页（120 条）" in page.text


def test_one_page_needs_no_pager(render):
    assert not render("pager", "{{ pager(page) }}", page=Shown(1, 1)).find("nav")


def test_a_table_has_a_caption_and_can_be_scrolled_by_keyboard(render):
    source = "{% call data_table('场地', ['名称', '状态']) %}<tr><td>甲</td><td>乙</td></tr>{% endcall %}"
    page = render("data_table", source)
    assert page.find("caption").text == "场地"
    assert [th["scope"] for th in page.find_all("th")] == ["col", "col"]
    assert page.find(role="region")["tabindex"] == "0"


def test_facts_show_a_dash_where_nothing_is_known(render):
    page = render("facts", "{{ facts([('时间', '14:00'), ('地点', ''), ('人数', 0)]) }}")
    assert [dd.text for dd in page.find_all("dd")] == ["14:00", "—", "0"]


def test_the_small_parts_show_their_words(render):
    assert render("page_title", "{{ page_title('场地', lead='两镇共享') }}").find("h1").text == "场地"
    assert render("status_tag", "{{ status_tag('已确认', tone='good') }}").find(class_="tag--good").text == "已确认"
    assert render("notice", "{{ notice('已过截止时间', tone='warn') }}").find(class_="notice--warn")
    assert render("notice", "{% call notice(tone='bad') %}<p>场地没有了</p>{% endcall %}").find(class_="notice--bad")
    assert render("empty_state", "{{ empty_state('还没有场地', href='/x', label='添加') }}").find("a")["href"] == "/x"
    assert render("back_link", "{{ back_link('/spaces') }}").find("a").text == "返回"
    assert render("town_name", "{{ town_name({'name': 'D镇'}) }}").text.strip() == "D镇"
