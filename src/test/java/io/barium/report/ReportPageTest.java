package io.barium.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barium.console.Browser;
import io.barium.inference.OriginKind;
import io.barium.verdict.SamplePlaces;
import io.barium.verdict.Samples;
import io.barium.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int MOST_BYTES = 300_000;
    private static final int PAPER = 673;

    private static CaseReport report(String name) {
        return switch (name) {
            case "quiet" -> SampleReports.alone(Samples.quiet());
            case "contact" -> SampleReports.full(Samples.contactOnly());
            case "confirmed" -> SampleReports.full(Samples.confirmed());
            case "two-snapshots" -> SampleReports.full(Samples.twoSnapshots());
            case "doubtful" -> SampleReports.full(Samples.doubtful());
            case "hostile" -> SampleReports.hostile(Samples.hostile());
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void a_real_browser_shows_every_report_whole_and_asks_nobody_for_anything() throws Exception {
        assumeTrue(Browser.installed(), "chromium and chromedriver are not installed: the browser test is skipped");
        Files.createDirectories(PICTURES);
        try (Browser browser = Browser.start()) {
            for (String name : List.of("quiet", "contact", "confirmed", "two-snapshots", "doubtful", "hostile")) {
                Path file = PICTURES.resolve("report-" + name + ".html").toAbsolutePath();
                Files.writeString(file, ReportPage.html(report(name)));
                browser.pretend("light", 1000, 1400);
                browser.go(file.toUri().toString());
                assertThat(browser.title()).as(name).endsWith("report · Barium");
                assertThat(browser.script("return document.querySelectorAll('script, img, iframe, object, a').length"))
                        .as(name)
                        .isEqualTo(0);
                assertThat(browser.script("return performance.getEntriesByType('resource').length"))
                        .as(name)
                        .isEqualTo(0);
                assertThat(browser.script("return getComputedStyle(document.querySelector('.figures')).display"))
                        .as("%s has its looks", name)
                        .isEqualTo("grid");
                assertThat(browser.messages()).as(name).isEmpty();
                picture(browser, name, "");
                browser.script("document.documentElement.style.filter = 'grayscale(1)'");
                picture(browser, name, "-grey");
                browser.script("document.documentElement.style.filter = ''");
                browser.pretend("light", 390, 844);
                assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("%s fits a phone", name)
                        .isEqualTo(true);
                browser.pretendPaper(PAPER, 1000);
                assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("%s fits the paper", name)
                        .isEqualTo(true);
                picture(browser, name, "-print");
                byte[] pdf = browser.print();
                Files.write(PICTURES.resolve("report-" + name + ".pdf"), pdf);
                assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            }
        }
    }

    private static void picture(Browser browser, String name, String suffix) throws Exception {
        boolean paper = suffix.equals("-print");
        int width = paper ? PAPER : 1000;
        int height = ((Number) browser.script("return document.documentElement.scrollHeight")).intValue();
        if (paper) {
            browser.pretendPaper(width, height);
        } else {
            browser.pretend("light", width, height);
        }
        browser.screenshot(PICTURES.resolve("report-" + name + suffix + ".png"));
    }

    @Test
    void what_late_merges_would_have_made_of_the_evidence_is_shown_where_it_is_another() {
        CaseReport report = report("confirmed");
        assertThat(ReportPage.html(report)).doesNotContain("Had it been known from the start");
        CaseReport merged =
                CaseReport.of(report.verdict(), report.history(), report.timeline(), report.profile(), Math.log(40));
        CaseReport tooLong =
                CaseReport.of(report.verdict(), report.history(), report.timeline(), report.profile(), null);
        assertThat(ReportPage.html(tooLong)).contains("<code>barium report --case 12 --html FILE</code>");
        assertThat(ReportPage.html(merged))
                .contains(
                        "the chance against a leak would be 1 to 40 (E = 10^1.6), and is 1 to 11,000 (E = 10^4.0) as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quiet", "contact", "confirmed", "two-snapshots", "doubtful", "hostile"})
    void the_html_is_sound_and_accessible(String name) {
        String html = ReportPage.html(report(name));
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = parser.parseInput(html, "");
        assertThat(parser.getErrors()).isEmpty();
        assertThat(page.documentType()).isNotNull();
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo("en");
        assertThat(page.select("h1")).hasSize(1);
        List<String> ids = page.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
        for (Element labelled : page.select("[aria-labelledby]")) {
            assertThat(ids).contains(labelled.attr("aria-labelledby").split(" "));
        }
        for (Element svg : page.select("svg")) {
            assertThat(svg.attr("role").equals("img") || svg.attr("aria-hidden").equals("true"))
                    .isTrue();
        }
        page.select("svg[role=img]").forEach(svg -> {
            assertThat(svg.selectFirst("title").text()).isNotBlank();
            assertThat(svg.selectFirst("desc").text()).isNotBlank();
        });
        assertThat(page.select("th:not([scope])")).isEmpty();
        assertThat(page.select("[style], [onload], [onerror], [onclick]")).isEmpty();
        assertThat(html).doesNotContain("NaN").doesNotContain("http:").doesNotContain("https:");
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
    }

    @Test
    void hostile_words_are_shown_as_they_are_visible_bounded_and_escaped() {
        String html = ReportPage.html(report("hostile"));
        Document page = Parser.htmlParser().parseInput(html, "");
        assertThat(page.select("script")).isEmpty();
        assertThat(page.text()).contains("<script>document.title='owned'</script>\"'&[U+202E][U+0007]");
        assertThat(html).doesNotContain("\u202e").doesNotContain("x".repeat(81)).doesNotContain("y".repeat(301));
    }

    @Test
    void the_unknown_path_is_shown_wherever_it_stands_and_the_rest_is_summed_up() {
        Document page = page(report("confirmed"));
        Element ranking = page.selectFirst("section[aria-labelledby=h-origins] tbody");
        assertThat(ranking.select("tr")).hasSize(9);
        assertThat(ranking.select("tr.unknown")).hasSize(1);
        assertThat(ranking.text()).contains("11 others").contains("pseudonym 7f3a91c2");
        Verdict last = Samples.with(
                Samples.confirmed(),
                Samples.confirmed().level(),
                SamplePlaces.ranked(.9).stream()
                        .sorted(java.util.Comparator.comparing(p -> p.kind() == OriginKind.UNKNOWN))
                        .toList(),
                false);
        assertThat(page(SampleReports.alone(last)).select("tr.unknown")).hasSize(1);
    }

    @Test
    void customers_add_up_along_a_dimension_and_silent_segments_have_their_bound() {
        Document page = page(report("confirmed"));
        Element shares = page.selectFirst("section[aria-labelledby=h-shares]");
        assertThat(shares.select("tr.sum").eachText())
                .containsExactly("To be told, counted by product 57,000", "To be told, counted by region 41,400");
        assertThat(shares.text()).contains("up to 7 % 1,400 of 20,180");
    }

    @Test
    void the_page_names_its_basis_and_is_made_of_it_alone() {
        CaseReport report = report("confirmed");
        String html = ReportPage.html(report);
        assertThat(html)
                .contains("barium report --case 12 --as-of 48211")
                .contains("starts.days")
                .contains("118530");
        assertThat(ReportPage.html(report("confirmed"))).isEqualTo(html);
    }

    @Test
    void a_long_story_stays_a_small_page() {
        CaseReport huge = SampleReports.huge();
        assertThat(ReportPage.html(huge).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
    }

    @Test
    void pictures_have_no_coordinate_that_is_none() {
        Map<String, String> pictures = new LinkedHashMap<>();
        for (String name : List.of("quiet", "contact", "confirmed", "hostile")) {
            CaseReport report = report(name);
            pictures.put(name + " posterior", PosteriorPicture.of(report));
            pictures.put(name + " timeline", TimelinePicture.of(report));
            Verdict.Window window = report.verdict().window();
            pictures.put(name + " window", window == null ? "" : WindowPicture.of(window));
        }
        pictures.put("bar", IntervalBar.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        Pattern bad = Pattern.compile("NaN|Infinity|=\"-?\\d{5,}");
        pictures.forEach((name, svg) -> assertThat(svg).as(name).doesNotContainPattern(bad));
        assertThat(new TreeSet<>(pictures.values())).hasSizeGreaterThan(10);
    }

    private static Document page(CaseReport report) {
        return Parser.htmlParser().parseInput(ReportPage.html(report), "");
    }
}
