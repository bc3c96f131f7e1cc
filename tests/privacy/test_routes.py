def test_everybody_reads_what_is_kept_about_people(client, cast, sign_in):
    for person in (cast.lao_chen, cast.gu, cast.operator):
        sign_in(person)
        assert "个人信息处理清单" in client.get("/privacy").text
