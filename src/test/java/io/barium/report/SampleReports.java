package io.barium.report;

import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import io.barium.inference.Posterior;
import io.barium.model.Channel;
import io.barium.model.TokenRole;
import io.barium.report.CaseReport.Step;
import io.barium.report.Timeline.Access;
import io.barium.report.Timeline.Count;
import io.barium.report.Timeline.Touch;
import io.barium.verdict.Samples;
import io.barium.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** What stands around a verdict on its page. */
final class SampleReports {
    private SampleReports() {}

    static CaseReport alone(Verdict verdict) {
        return CaseReport.of(
                verdict,
                List.of(),
                new Timeline(List.of(), List.of(), List.of(), List.of(), 0),
                List.of(),
                verdict.strength().logE());
    }

    /** A history that ends with the verdict, and a year around it. */
    static CaseReport full(Verdict verdict) {
        return CaseReport.of(
                verdict,
                history(verdict),
                timeline(verdict),
                List.of(
                        new Fact("Contacts", "14 calls, 7 mails, 2 text messages"),
                        new Fact(
                                "Campaigns",
                                "4, joined by: same call-back number (9), same link domain (6), near-duplicate text (5)"),
                        new Fact("Call-back numbers", "+1 415 555 0100, +1 415 555 0177"),
                        new Fact("Link domains", "pay.bulk.example"),
                        new Fact("Brand claimed", "your own support desk, in 19 of 23"),
                        new Fact("Pretext", "an unpaid bill, then remote access"),
                        new Fact("Hours of work (UTC)", "90 % between 07:00 and 16:00, Monday to Friday")),
                verdict.strength().logE());
    }

    static CaseReport hostile(Verdict verdict) {
        Touch touch = new Touch(Samples.FIRST, Channel.MAIL, Samples.HOSTILE, TokenRole.PLANTED, true, true, 3L);
        Timeline line = new Timeline(List.of(), List.of(), List.of(), List.of(touch), 0);
        return CaseReport.of(
                verdict,
                List.of(),
                line,
                List.of(new Fact(Samples.HOSTILE, Samples.HOSTILE + "y".repeat(9_000))),
                verdict.strength().logE());
    }

    private static List<Step> history(Verdict verdict) {
        List<Step> steps = new ArrayList<>();
        Random random = new Random(3);
        double logE = 0;
        Instant at = Samples.FIRST;
        Level level = Level.CONTACT;
        int n = 24;
        double end = Math.min(40, verdict.strength().logE());
        double peak = Math.max(end, Math.log(verdict.level().least()) + .4);
        for (int i = 0; i < n; i++) {
            boolean rising = i < n / 2 || peak == end;
            double left = rising && peak > end ? n / 2 - i : n - i;
            logE += ((rising ? peak : end) - logE) / left + random.nextGaussian() * .3;
            logE = i == n / 2 - 1 && peak > end ? peak : logE;
            logE = i == n - 1 ? end : logE;
            Level now = Level.of(logE, true);
            level = now.compareTo(level) > 0 ? now : level;
            level = level.compareTo(verdict.level()) > 0 ? verdict.level() : level;
            steps.add(new Step(40_000 + 300L * i, at, level, logE, Posterior.of(Samples.PRIOR, logE)));
            at = at.plus(Duration.ofHours(40 + random.nextInt(50)));
            at = at.isAfter(Samples.AT) ? Samples.AT : at;
        }
        return steps;
    }

    private static Timeline timeline(Verdict verdict) {
        Random random = new Random(5);
        LocalDate begin = LocalDate.parse("2026-02-02");
        List<Count> plantings = new ArrayList<>();
        for (int week = 0; week < 38; week++) {
            plantings.add(new Count(begin.plusDays(7L * week), week == 0 ? 60 : 6 + random.nextInt(6)));
        }
        List<Access> accesses = new ArrayList<>();
        for (int day = 3; day < 280; day++) {
            LocalDate at = begin.plusDays(day);
            if (random.nextInt(3) == 0) {
                accesses.add(new Access(at, OriginKind.QUEUE, 1 + random.nextInt(3)));
            }
            boolean busy = Math.abs(day - 190) < 4;
            if (busy || random.nextInt(4) == 0) {
                accesses.add(new Access(at, OriginKind.AGENT, busy ? 6 : 1 + random.nextInt(2)));
            }
            if (day % 28 == 0) {
                accesses.add(new Access(at, OriginKind.EXPORT, 5));
            }
        }
        TreeMap<LocalDate, Long> contacts = new TreeMap<>();
        List<Touch> touches = new ArrayList<>();
        Instant at = Samples.FIRST;
        for (int i = 0; i < verdict.reach().contacts(); i++) {
            contacts.merge(LocalDate.ofInstant(at, java.time.ZoneOffset.UTC), 1L, Long::sum);
            if (i % 2 == 0 || i > 15) {
                Channel channel = List.of(Channel.values()).get(i % 3);
                touches.add(new Touch(
                        at,
                        channel,
                        channel == Channel.MAIL ? "r•••@m•••.example" : "+1202•••" + (10 + i),
                        i == 14 ? TokenRole.CONTROL : TokenRole.PLANTED,
                        i == 8,
                        i != 10,
                        (long) (1 + i / 6)));
            }
            at = at.plus(Duration.ofHours(20 + random.nextInt(90)));
            at = at.isAfter(Samples.AT) ? Samples.AT : at;
        }
        return new Timeline(
                plantings,
                accesses,
                contacts.entrySet().stream()
                        .map(e -> new Count(e.getKey(), e.getValue()))
                        .toList(),
                touches,
                0);
    }

    /** A year of everything: 400 verdicts, 500 touches, 300 origins, 200 segments. */
    static CaseReport huge() {
        Verdict v = Samples.crowded(300, 200);
        List<Step> steps = new ArrayList<>();
        List<Touch> touches = new ArrayList<>();
        List<Count> counts = new ArrayList<>();
        List<Access> accesses = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Instant at = Samples.AT.minus(Duration.ofHours(20L * (400 - i)));
            LocalDate day = LocalDate.parse("2025-10-15").plusDays(i);
            steps.add(new Step(i, at, Level.CONFIRMED, i / 40.0, Posterior.of(Samples.PRIOR, i / 40.0)));
            counts.add(new Count(day, 1 + i * 37 % 1000));
            for (OriginKind kind : OriginKind.values()) {
                accesses.add(new Access(day, kind, 1 + i * 91 % 5000));
            }
            touches.add(new Touch(at, Channel.CALL, "+1202•••" + i, TokenRole.PLANTED, false, true, (long) i));
        }
        return CaseReport.of(
                v,
                steps,
                new Timeline(counts, accesses, counts, touches, 99_600),
                List.of(),
                v.strength().logE());
    }
}
