"""Names by their sound: whole pinyin, initials, mixtures, surname readings."""

from __future__ import annotations

import pytest

from models.pinyin import SURNAMES, mixed_keys, readings, sound_keys, typed_keys


def finds(typed: str, name: str) -> bool:
    return any(key.startswith(start) for start in typed_keys(typed) for key in sound_keys(name))


@pytest.mark.parametrize(
    "typed", ["wangxiaoyan", "wxy", "wangxy", "wxiaoyan", "wangxiaoy", "wxyan", "w", "Wang Xiao Yan"]
)
def test_a_name_is_found_by_whole_pinyin_initials_and_any_mixture(typed: str) -> None:
    assert finds(typed, "王小燕")


@pytest.mark.parametrize("typed", ["xiaoyan", "wanxy", "wyx", "li", "wxyz"])
def test_other_letters_do_not_find_it(typed: str) -> None:
    assert not finds(typed, "王小燕")


@pytest.mark.parametrize(
    ("surname", "read"),
    [
        *(("单", "shan"), ("仇", "qiu"), ("曾", "zeng"), ("解", "xie"), ("查", "zha"), ("区", "ou"), ("朴", "piao")),
        *(("盖", "ge"), ("任", "ren"), ("翟", "zhai"), ("缪", "miao"), ("尉迟", "yuchi"), ("长孙", "zhangsun")),
        *(("万俟", "moqi"), ("单于", "chanyu"), ("令狐", "linghu"), ("澹台", "tantai")),
    ],
)
def test_a_surname_is_read_as_a_surname_first(surname: str, read: str) -> None:
    assert "".join(readings(surname + "一")[0]).startswith(read)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单田芳", "dantf"),
        ("柏杨", "boy"),
        ("柏杨", "baiy"),
        ("薄一", "boyi"),
        ("曾小贤", "cengxx"),
        ("查良镛", "chaly"),
        ("仇英", "chouy"),
    ],
)
def test_its_everyday_reading_finds_it_too(name: str, typed: str) -> None:
    assert finds(typed, name)


def test_the_first_characters_of_a_name_may_stand_for_themselves() -> None:
    assert mixed_keys("王小燕") == {"王xiaoyan", "王xyan", "王小yan"}
    assert {"单田hong", "单thong"} <= mixed_keys("单田𬭎")
    assert mixed_keys("王") == mixed_keys("王𠮷") == mixed_keys("") == frozenset()
    assert len(mixed_keys("阿卜杜拉买买提吐尔逊江")) <= 48


def test_a_given_name_is_found_by_its_second_reading() -> None:
    assert finds("lile", "李乐")
    assert finds("liyue", "李乐")


@pytest.mark.parametrize("typed", ["lv", "lvx", "lü", "LÜ", "lyu"])
def test_u_umlaut_may_be_typed_in_three_ways(typed: str) -> None:
    assert finds(typed, "吕霞")


def test_yu_after_an_initial_stays_yu() -> None:
    assert finds("lyu", "刘宇")


@pytest.mark.parametrize("typed", ["zhxy", "zxy", "zhangxy"])
def test_zh_may_stand_for_an_initial(typed: str) -> None:
    assert finds(typed, "张小燕")


def test_a_long_name_keeps_few_keys_and_is_found_by_initials_and_whole_pinyin() -> None:
    name = "阿卜杜拉·买买提·吐尔逊江"
    assert len(sound_keys(name)) <= 16
    assert finds("abdlmmt", name)
    assert finds("abodulamaimaitituerxun", name)


def test_no_name_has_more_keys_than_a_store_can_bear() -> None:
    for surname in SURNAMES:
        assert len(sound_keys(surname + "乐行")) <= 64


def test_characters_without_a_known_sound_are_left_out() -> None:
    assert sound_keys("𠮷") == frozenset()
    assert finds("wang", "王𠮷")


@pytest.mark.parametrize("typed", ["王", "", "1", "w%", "w_", "é王"])
def test_anything_but_letters_is_no_pinyin(typed: str) -> None:
    assert typed_keys(typed) == ()
