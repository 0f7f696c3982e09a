package io.barium.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrowserTest {
    private static final Path PICTURES = Path.of("target", "screenshots");

    @Test
    void a_real_browser_shows_every_page_and_runs_nothing_of_the_attackers() throws Exception {
        assumeTrue(Browser.installed(), "chromium and chromedriver are not installed: the browser test is skipped");
        try (ConsoleUnderTest console = new ConsoleUnderTest(new ConsoleOptions(null, true));
                Browser browser = Browser.start()) {
            browser.pretend("light", 1200, 900);
            browser.go(console.base + "/");
            assertThat(browser.url()).endsWith("/console/login");
            browser.screenshot(PICTURES.resolve("login.png"));
            browser.type("#username", "admin");
            browser.type("#password", console.password);
            browser.click("form button[type=submit]");
            browser.awaitUrl("/console/");

            for (Map.Entry<String, String> page : pages(console).entrySet()) {
                browser.pretend("light", 1200, 1400);
                browser.go(console.base + page.getValue());
                assertThat(browser.title()).as(page.getKey()).endsWith("· Barium");
                assertThat(browser.script("return document.querySelectorAll('main script, main img').length"))
                        .as(page.getKey())
                        .isEqualTo(0);
                browser.screenshot(PICTURES.resolve(page.getKey() + ".png"));
                browser.pretend("dark", 390, 844);
                assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("%s fits a phone", page.getKey())
                        .isEqualTo(true);
                browser.screenshot(PICTURES.resolve(page.getKey() + "-phone.png"));
                assertThat(browser.messages()).as(page.getKey()).noneMatch(m -> !m.contains("404"));
            }
            assertThat(browser.text("main h1")).isEqualTo("Not found");
            browser.click(".logout button");
            browser.awaitUrl("/console/login");
        }
    }

    private static Map<String, String> pages(ConsoleUnderTest console) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/console/");
        pages.put("cases", "/console/cases");
        pages.put("case", "/console/cases/" + console.leak.caseId);
        pages.put("case-report", "/console/cases/" + console.leak.caseId + "/report");
        pages.put("contacts", "/console/contacts");
        pages.put("mail", "/console/contacts/" + console.leak.mail);
        pages.put("call", "/console/contacts/" + console.leak.call);
        pages.put("unreadable", "/console/contacts/" + console.leak.unreadable);
        pages.put("canaries", "/console/canaries");
        pages.put("mailbox", "/console/mailbox");
        pages.put("mailbox-mail", "/console/mailbox/" + console.leak.demoMail);
        pages.put("not-found", "/console/nothing");
        return pages;
    }
}
