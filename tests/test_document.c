// From bytes to a clean document: encodings, paragraphs, their parts, and the way back to the bytes.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support_readout.h"

static void assert_parts(Fixture *fixture, const char *bytes, const char *expected)
{
    assert_true(fixture_read(fixture, bytes));
    Text parts = fixture_parts(fixture);
    if (!text_equal(parts, text_from(expected)))
        fail_msg("expected \"%s\", found \"%.*s\"", expected, TEXT_ARG(parts));
    fixture_check_slices(fixture, 1);
    arena_reset(fixture->scratch);
}

static void assert_published(Fixture *fixture, const char *bytes, const char *expected)
{
    assert_true(fixture_read(fixture, bytes));
    Text date = date_format(fixture->document.published, fixture->scratch);
    if (!text_equal(date, text_from(expected)))
        fail_msg("expected %s, found %.*s", expected, TEXT_ARG(date));
    arena_reset(fixture->scratch);
}

static void assert_language(Fixture *fixture, const char *bytes, const char *expected)
{
    assert_true(fixture_read(fixture, bytes));
    if (!text_equal(fixture->document.language, text_from(expected)))
        fail_msg("expected %s, found \"%.*s\"", expected, TEXT_ARG(fixture->document.language));
    arena_reset(fixture->scratch);
}

static void party_page_has_title_date_body_and_closer(void **state)
{
    assert_parts(*state,
                 "Sun Li Meets with Anna Kovac, Ambassador of Hungary to China\n"
                 " ( 2024.01.22 )\n\n"
                 "Beijing, January 19th\xE2\x80\x94Sun Li met here today with Anna Kovac.\n\n"
                 "Sun said, trade is growing.\n\nEnditem\n",
                 "TITLE Sun Li Meets with Anna Kovac, Ambassador of Hungary to China"
                 "|DATE ( 2024.01.22 )"
                 "|BODY Beijing, January 19th\xE2\x80\x94Sun Li met here today with Anna Kovac."
                 "|BODY Sun said, trade is growing.|CLOSER Enditem");
    assert_published(*state, "A Title of a Page\n ( 2024.01.22 )\n\nHe met her in the capital.\n",
                     "2024-01-22");
}

static void teaser_above_the_date_is_no_body(void **state)
{
    assert_parts(*state,
                 "Talks with the President of Cuba\n\n"
                 "The President spoke with the President of Cuba.\n"
                 "May 8, 2024 14:10\nThe Palace, Minsk\n\n"
                 "The talks were held in the morning.\n\n<\xE2\x80\xA6>\n",
                 "TITLE Talks with the President of Cuba"
                 "|TEASER The President spoke with the President of Cuba."
                 "|DATE May 8, 2024 14:10|DATE The Palace, Minsk"
                 "|BODY The talks were held in the morning.|CLOSER <\xE2\x80\xA6>");
}

static void sections_and_release_numbers_are_no_title(void **state)
{
    assert_parts(*state,
                 "Press release\nForeign Minister's call\n17 September 2024 18:40\n"
                 "1742-17-09-2024\n\nThe ministers spoke by phone today.\n\n###\n",
                 "SECTION Press release|TITLE Foreign Minister's call|DATE 17 September 2024 18:40"
                 "|SECTION 1742-17-09-2024|BODY The ministers spoke by phone today.|CLOSER ###");
}

static void sign_off_gives_the_date_where_the_head_has_none(void **state)
{
    const char *page = "Official Visit by the Minister of Peru, 10 to 12 January 2024\n\n"
                       "The Minister called on the President today.\n\n. . . . .\n\n"
                       "MINISTRY OF TRADE\nLIMA\n10 JANUARY 2024\n";
    assert_parts(*state, page,
                 "TITLE Official Visit by the Minister of Peru, 10 to 12 January 2024"
                 "|BODY The Minister called on the President today.|CLOSER . . . . ."
                 "|CLOSER MINISTRY OF TRADE|CLOSER LIMA|CLOSER 10 JANUARY 2024");
    assert_published(*state, page, "2024-01-10");
}

static void marks_of_items_are_not_in_the_paragraph(void **state)
{
    assert_parts(*state,
                 "Meeting of the Ministers\nJuly 29, 2024\n\n"
                 "1. Minister Ito welcomed the visit.\n\n"
                 "\xE2\x96\xB6 Minister Park thanked her.\n\n(3) They concurred on it.\n",
                 "TITLE Meeting of the Ministers|DATE July 29, 2024"
                 "|BODY* Minister Ito welcomed the visit.|BODY* Minister Park thanked her."
                 "|BODY* They concurred on it.");
}

static void title_may_stand_below_the_date(void **state)
{
    assert_parts(*state,
                 "Peru\n2024-05-06\nSun Li Meets with Anna Kovac\n\nThe two sides met there.\n",
                 "DATE Peru|DATE 2024-05-06|TITLE Sun Li Meets with Anna Kovac"
                 "|BODY The two sides met there.");
    assert_parts(*state,
                 "Sun Li Meets Anna Kovac\n2024-05-06\nFrom our own correspondent in Geneva\n\n"
                 "The two sides met there.\n",
                 "TITLE Sun Li Meets Anna Kovac|DATE 2024-05-06"
                 "|DATE From our own correspondent in Geneva|BODY The two sides met there.");
}

static void closing_mark_in_the_last_paragraph_is_cut(void **state)
{
    assert_parts(*state,
                 "A Title of a Page\n2024-05-06\n\nThe two sides met in the capital. Enditem\n",
                 "TITLE A Title of a Page|DATE 2024-05-06|BODY The two sides met in the capital.");
    assert_parts(*state,
                 "A Title of a Page\n2024-05-06\n\nThe two sides met there.\n\nIn the West End\n\n"
                 "They agreed on it.\n",
                 "TITLE A Title of a Page|DATE 2024-05-06|BODY The two sides met there."
                 "|SECTION In the West End|BODY They agreed on it.");
}

static void text_without_stops_is_text_all_the_same(void **state)
{
    assert_parts(*state, "การประชุมของรัฐมนตรี\n2024-05-06\n\nรัฐมนตรีพบกัน\n\nเอกอัครราชทูต\n",
                 "TITLE การประชุมของรัฐมนตรี|DATE 2024-05-06|BODY รัฐมนตรีพบกัน|BODY เอกอัครราชทูต");
    assert_parts(*state, "A Title of a Page\n", "TITLE A Title of a Page");
    assert_parts(*state, "2024-05-06\n", "DATE 2024-05-06");
}

static void related_news_end_the_readout(void **state)
{
    assert_parts(*state,
                 "A Title of a Page\n2024-05-06\n\nThe two sides met in the capital.\n\n"
                 "Related News\n\nSun Li Meets with Others.\n",
                 "TITLE A Title of a Page|DATE 2024-05-06|BODY The two sides met in the capital."
                 "|AFTER Related News|AFTER Sun Li Meets with Others.");
}

static void lines_without_blank_ones_are_paragraphs(void **state)
{
    assert_parts(*state,
                 "A Title of a Page\r\n2024-05-06 09:00\r\n"
                 "\xE3\x80\x80\xE3\x80\x80The first\xC2\xA0paragraph has an indent.\r\n"
                 "\xE3\x80\x80\xE3\x80\x80The second paragraph has one too.\r\n",
                 "TITLE A Title of a Page|DATE 2024-05-06 09:00"
                 "|BODY The first paragraph has an indent.|BODY The second paragraph has one too.");
}

static void wrapped_lines_are_joined(void **state)
{
    assert_parts(
        *state,
        "Sun Li Meets with Anna Kovac\n2024-05-06 09:00\n\n"
        "On May 6, 2024, Sun Li met in the capital with Anna Kovac, who is on an\n"
        "official visit. Sun said that the two sides should uphold the one-\n"
        "China principle and build more of the railways that both of them have\n"
        "long wished for, and that this would serve everybody in the region.\n\n"
        "Kovac agreed.\n",
        "TITLE Sun Li Meets with Anna Kovac|DATE 2024-05-06 09:00"
        "|BODY On May 6, 2024, Sun Li met in the capital with Anna Kovac, who is on an official "
        "visit. Sun said that the two sides should uphold the one-China principle and build more "
        "of the railways that both of them have long wished for, and that this would serve "
        "everybody in the region.|BODY Kovac agreed.");
}

static void lines_with_even_edges_are_joined_too(void **state)
{
    assert_parts(
        *state,
        "Sun Li Meets with Anna Kovac of Hungary in Beijing\n2024-05-06 09:00\n\n"
        "On May 6, 2024, Sun Li met in the capital with Anna Kovac, who was\n"
        "there on an official visit to several countries. The Hungarian side\n"
        "is willing to strengthen coordination with the others on climate and\n"
        "debt relief. Sun agreed.\n\n"
        "They parted as friends of old, and Sun gave her a book of poems.\n"
        "It was late.\n",
        "TITLE Sun Li Meets with Anna Kovac of Hungary in Beijing|DATE 2024-05-06 09:00"
        "|BODY On May 6, 2024, Sun Li met in the capital with Anna Kovac, who was there on "
        "an official visit to several countries. The Hungarian side is willing to "
        "strengthen coordination with the others on climate and debt relief. Sun agreed."
        "|BODY They parted as friends of old, and Sun gave her a book of poems. It was "
        "late.");
}

static void lists_of_titles_are_not_joined(void **state)
{
    Fixture *fixture = *state;
    assert_true(fixture_read(fixture, "Sun Li Meets with Anna Kovac, Ambassador of Hungary\n"
                                      "Sun Li Meets with Ivo Horn, Ambassador of Croatia\n"
                                      "Sun Li Meets with Ana Ruiz, the Minister of Peru\n"
                                      "Sun Li Meets with Kim Jo, Ambassador of the ROK\n"
                                      "Sun Li Meets with Ito Ken, Ambassador of Japan\n"));
    assert_int_equal(fixture->document.paragraphs.count, 5);
}

static void blanks_are_single_and_invisible_characters_dropped(void **state)
{
    assert_parts(*state,
                 "\xEF\xBB\xBFThe \t two\xE2\x80\xAF\xC2\xA0sides\xE2\x80\x8B met\x01 in\xC2\xAD"
                 "side the capital city.\n",
                 "BODY The two sides met inside the capital city.");
}

static void latin_bytes_are_read_as_windows_1252(void **state)
{
    Fixture *fixture = *state;
    assert_parts(
        fixture, "The Minister M\xFCller met \x93Gr\xFC\xDF\x94 in the capital for 5 \x80.\n",
        "BODY The Minister M\xC3\xBCller met \xE2\x80\x9CGr\xC3\xBC\xC3\x9F\xE2\x80\x9D in "
        "the capital for 5 \xE2\x82\xAC.");
    assert_true(text_equal(fixture->source->encoding, TEXT("windows-1252")));
    assert_int_equal(fixture->problems.count, 1);
    assert_int_equal(fixture->problems.items[0].severity, SEVERITY_NOTE);
    assert_int_equal(fixture->problems.items[0].offset, 14);
}

static void offsets_count_bytes_of_the_source(void **state)
{
    Fixture *fixture = *state;
    const char *bytes = "The Minister M\xFCller met the \x93Gruppe\x94 in the capital.\n";
    assert_true(fixture_read(fixture, bytes));
    Text quoted = TEXT("\xE2\x80\x9CGruppe\xE2\x80\x9D");
    size_t at = text_find(fixture->document.text, quoted);
    Slice slice = document_slice(&fixture->document, at, at + quoted.len);
    assert_int_equal(slice.offset, strchr(bytes, '\x93') - bytes);
    assert_int_equal(slice.length, 8);
}

static void damaged_utf8_stays_utf8(void **state)
{
    Fixture *fixture = *state;
    assert_parts(fixture,
                 "The caf\xC3\xA9s of Malm\xC3\xB6 and \xC3\x85rhus and M\xC3\xBCnchen \xFF met.\n",
                 "BODY The caf\xC3\xA9s of Malm\xC3\xB6 and \xC3\x85rhus and M\xC3\xBCnchen "
                 "\xEF\xBF\xBD met.");
    assert_int_equal(fixture->problems.items[0].severity, SEVERITY_WARNING);
}

static void undeclared_gb18030_is_a_problem(void **state)
{
    Fixture *fixture = *state;
    assert_false(fixture_read(fixture, "\xC1\xF5\xBD\xA8\xB3\xAC\xBB\xE1\xBC\xFB\xC0\xEE\n"));
    assert_int_equal(fixture->problems.items[0].severity, SEVERITY_ERROR);
    assert_true(text_find(fixture->problems.items[0].message, TEXT("undecodable")) == 0);
}

static void binary_data_is_a_problem(void **state)
{
    Fixture *fixture = *state;
    static const char bytes[64] = "\x7F"
                                  "ELF\x02\x01\x01";
    assert_false(fixture_read_bytes(fixture, (Text){bytes, sizeof bytes}));
    assert_int_equal(fixture->problems.items[0].severity, SEVERITY_ERROR);
}

static void utf16_is_read_by_its_mark(void **state)
{
    Fixture *fixture = *state;
    const char *plain = "The two sides met in the capital.\r\n";
    char bytes[256] = "\xFF\xFE";
    size_t len = 2;
    for (const char *c = plain; *c; c++, len += 2)
        bytes[len] = *c;
    assert_true(fixture_read_bytes(fixture, (Text){bytes, len}));
    assert_true(text_equal(fixture->document.text, TEXT("The two sides met in the capital.")));
    fixture_check_slices(fixture, 1);
}

static void half_of_a_pair_spoils_one_character(void **state)
{
    Fixture *fixture = *state;
    static const char bytes[] = "\xFF\xFE"
                                "T\0h\0e\0 \0\x00\xD8"
                                "x\0 \0t\0a\0l\0k\0s\0.\0\n\0";
    assert_true(fixture_read_bytes(fixture, (Text){bytes, sizeof bytes - 1}));
    assert_true(text_equal(fixture->document.text, TEXT("The \xEF\xBF\xBDx talks.")));
    fixture_check_slices(fixture, 1);
}

static void cyrillic_and_japanese_encodings_are_read(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        const char *bytes, *encoding, *text;
    } cases[] = {
        {"\xED\xC9\xCE\xC9\xD3\xD4\xD2\n", "koi8-r", "Министр"},
        {"\xCC\xE8\xED\xE8\xF1\xF2\xF0\n", "windows-1251", "Министр"},
        {"\x91\xE5\x90\x62\x89\xEF\x92\x6B\n", "shift_jis", "大臣会談"},
        {"\xC2\xE7\xBF\xC3\xB2\xF1\xC3\xCC\n", "euc-jp", "大臣会談"},
        {"\xC0\xE5\xB0\xFC \xC1\xA2\xB0\xDF\n", "euc-kr", "장관 접견"},
        {"\xA4\xA4\xB0\xEA\n", "big5", "中國"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text bytes = text_from(cases[i].bytes);
        fixture->source = source_in_memory(fixture->keep, TEXT("x.txt"), bytes, NULL);
        Reading reading = {fixture->words, text_from(cases[i].encoding), fixture->scratch,
                           fixture->keep, &fixture->problems};
        assert_true(document_read(&reading, fixture->source, bytes, &fixture->document));
        if (!text_equal(fixture->document.text, text_from(cases[i].text)))
            fail_msg("%s: \"%.*s\"", cases[i].encoding, TEXT_ARG(fixture->document.text));
        fixture_check_slices(fixture, 1);
    }
}

static void long_runs_of_decoded_text_keep_their_place(void **state)
{
    Fixture *fixture = *state;
    Buffer bytes = buffer_in(fixture->keep);
    buffer_add(&bytes, TEXT("<html><meta charset=windows-1251><p>"));
    for (int i = 0; i < 2000; i++)
        buffer_add(&bytes, TEXT("\xCC\xE8\xED"));
    buffer_add(&bytes, TEXT(" end.</p>"));
    assert_true(fixture_read_bytes(fixture, buffer_text(&bytes)));
    fixture_check_slices(fixture, 997);
    Slice slice = document_slice(&fixture->document, 6000 * 2, 6000 * 2 + 5);
    assert_int_equal(slice.offset, strlen("<html><meta charset=windows-1251><p>") + 6000);
    assert_int_equal(slice.length, 5);
}

static void other_languages_are_not_taken_for_english(void **state)
{
    assert_language(*state, "De minister heeft de ambassadeur van Cuba in de stad ontvangen.\n",
                    "nl");
    assert_language(*state, "Il ministro ha ricevuto il direttore della banca nella capitale.\n",
                    "it");
    assert_language(*state, "O ministro recebeu o embaixador de Cuba na capital do país.\n", "pt");
    assert_language(*state, "Bộ trưởng đã tiếp Đại sứ của nước bạn tại Hà Nội.\n", "vi");
    assert_language(*state, "Menteri dan duta besar itu bertemu di kota ini pada hari Senin.\n",
                    "id");
    assert_language(
        *state, "Bakan, iki ülke arasında ticaret ve turizm için bir anlaşma imzaladı.\n", "tr");
    assert_language(*state, "Міністр зустрівся з послом у Києві та обговорив з ним це питання.\n",
                    "uk");
    assert_language(
        *state, "Spotkanie ministra z ambasadorem odbyło się w Warszawie i w Krakowie.\n", "pl");
    assert_language(*state,
                    "Министр қазақ елінің елшісі мен өкілдерін қабылдады және осы туралы айтты.\n",
                    "kk");
    assert_language(*state, "การประชุมของรัฐมนตรี\n", "th");
    assert_language(*state, "שר החוץ נפגש עם השגריר\n", "he");
}

static void the_user_may_name_the_encoding(void **state)
{
    Fixture *fixture = *state;
    Text bytes = TEXT("\xC1\xF5\xBD\xA8\xB3\xAC\xBB\xE1\xBC\xFB\xC0\xEE\xC1\xFA\xC4\xD0\n");
    Source *source = source_in_memory(fixture->keep, TEXT("x.txt"), bytes, NULL);
    Reading reading = {fixture->words, TEXT("gb2312"), fixture->scratch, fixture->keep,
                       &fixture->problems};
    fixture->source = source;
    assert_true(document_read(&reading, source, bytes, &fixture->document));
    assert_true(text_equal(fixture->document.text, TEXT("刘建超会见李龙男")));
    assert_true(text_equal(fixture->document.language, TEXT("zh")));
    fixture_check_slices(fixture, 1);
}

static void an_empty_file_is_an_empty_document(void **state)
{
    Fixture *fixture = *state;
    assert_true(fixture_read(fixture, ""));
    assert_int_equal(fixture->document.paragraphs.count, 0);
    assert_int_equal(document_slice(&fixture->document, 0, 0).length, 0);
    assert_true(fixture_read(fixture, " \r\n\r\n \xE2\x80\x8B\n"));
    assert_int_equal(fixture->document.paragraphs.count, 0);
}

static void languages_are_told_apart(void **state)
{
    assert_language(*state, "The Minister met the Ambassador of Cuba in the capital.\n", "en");
    assert_language(*state, "Le ministre a reçu l'ambassadeur de Cuba dans la capitale.\n", "fr");
    assert_language(*state, "Der Minister hat den Botschafter von Kuba in der Stadt empfangen.\n",
                    "de");
    assert_language(*state, "El ministro se reunió con el embajador de Cuba en la capital.\n",
                    "es");
    assert_language(*state, "Министр встретился с послом Кубы и обсудил с ним отношения.\n", "ru");
    assert_language(*state, "刘建超会见古巴驻华大使。\n", "zh");
    assert_language(*state, "大臣はキューバ大使と会談しました。\n", "ja");
    assert_language(*state, "장관은 쿠바 대사를 접견하였다.\n", "ko");
    assert_language(*state, "استقبل الوزير السفير في القاهرة من أجل بحث العلاقات بين البلدين.\n",
                    "ar");
    assert_language(*state, "12345 67890\n", "");
}

static void pages_of_any_language_give_their_date(void **state)
{
    assert_published(*state, "刘建超会见古巴驻华大使\n2024年3月12日\n\n刘建超会见了古巴大使。\n",
                     "2024-03-12");
    assert_published(*state, "Встреча министров\n12 марта 2024\n\nМинистры обсудили отношения.\n",
                     "2024-03-12");
    assert_published(*state, "장관 접견\n2024년 3월 12일\n\n장관은 쿠바 대사를 접견하였다.\n",
                     "2024-03-12");
    assert_published(*state, "Entretien du ministre\n12 mars 2024\n\nLe ministre a reçu le roi.\n",
                     "2024-03-12");
    assert_published(*state,
                     "Treffen der Minister\n12. März 2024\n\nDie Minister trafen sich hier.\n",
                     "2024-03-12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(party_page_has_title_date_body_and_closer),
        cmocka_unit_test(teaser_above_the_date_is_no_body),
        cmocka_unit_test(sections_and_release_numbers_are_no_title),
        cmocka_unit_test(sign_off_gives_the_date_where_the_head_has_none),
        cmocka_unit_test(marks_of_items_are_not_in_the_paragraph),
        cmocka_unit_test(title_may_stand_below_the_date),
        cmocka_unit_test(closing_mark_in_the_last_paragraph_is_cut),
        cmocka_unit_test(text_without_stops_is_text_all_the_same),
        cmocka_unit_test(related_news_end_the_readout),
        cmocka_unit_test(lines_without_blank_ones_are_paragraphs),
        cmocka_unit_test(wrapped_lines_are_joined),
        cmocka_unit_test(lines_with_even_edges_are_joined_too),
        cmocka_unit_test(lists_of_titles_are_not_joined),
        cmocka_unit_test(blanks_are_single_and_invisible_characters_dropped),
        cmocka_unit_test(latin_bytes_are_read_as_windows_1252),
        cmocka_unit_test(offsets_count_bytes_of_the_source),
        cmocka_unit_test(damaged_utf8_stays_utf8),
        cmocka_unit_test(undeclared_gb18030_is_a_problem),
        cmocka_unit_test(binary_data_is_a_problem),
        cmocka_unit_test(utf16_is_read_by_its_mark),
        cmocka_unit_test(half_of_a_pair_spoils_one_character),
        cmocka_unit_test(cyrillic_and_japanese_encodings_are_read),
        cmocka_unit_test(long_runs_of_decoded_text_keep_their_place),
        cmocka_unit_test(other_languages_are_not_taken_for_english),
        cmocka_unit_test(the_user_may_name_the_encoding),
        cmocka_unit_test(an_empty_file_is_an_empty_document),
        cmocka_unit_test(languages_are_told_apart),
        cmocka_unit_test(pages_of_any_language_give_their_date),
    };
    return cmocka_run_group_tests_name("document", tests, fixture_set_up, fixture_tear_down);
}
