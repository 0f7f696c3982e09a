package io.barium.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The report as one HTML file that needs nothing else: styles and pictures are in it, scripts are not. */
public final class ReportPage {
    private static final String CSS = css();

    /** The content policy that the file also states itself: its own style, and nothing from anywhere. */
    public static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(CSS)
            + "'; img-src data:; base-uri 'none'; form-action 'none'";

    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, ReportPage.class.getClassLoader(), "io.barium.console.page");

    private ReportPage() {}

    /** The file; the same report gives the same bytes. */
    public static String html(CaseReport report) {
        StringOutput html = new StringOutput();
        ENGINE.render("report.jte", Map.of("report", report, "css", CSS, "policy", POLICY), html);
        return html.toString();
    }

    /** Prose in which no line ends between a number and its percent sign. */
    public static String tied(String prose) {
        return prose.replace(" %", "\u00a0%");
    }

    private static String css() {
        try (InputStream in = ReportPage.class.getClassLoader().getResourceAsStream("report/report.css")) {
            if (in == null) {
                throw new IllegalStateException("report/report.css is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
