package io.barium.replay.live;

import io.barium.replay.World.Wave;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The words of campaigns. Each of the background has a block of numbers, a domain and a text of its own; whoever uses
 * leaked data keeps to a few numbers and one domain.
 */
final class Voices {
    /** The company whose customers are watched. */
    static final String BRAND = "Shieldworks";

    static final String ACTOR_DOMAIN = "shieldworks-help.example";
    private static final List<String> ACTOR = List.of("+12025550143", "+12025550144", "+12025550147", "+12025550149");

    private static final List<String> FIRST = List.of(
            "Prime",
            "Sunny",
            "Delta",
            "Royal",
            "Metro",
            "Union",
            "Swift",
            "Green",
            "Atlas",
            "Crown",
            "Pioneer",
            "Summit",
            "Harbor",
            "Liberty",
            "Golden",
            "Northern",
            "Coastal",
            "Urban",
            "Rapid",
            "Trusted");
    private static final List<String> SECOND = List.of(
            "Energy",
            "Warranty",
            "Loans",
            "Roofing",
            "Solar",
            "Health",
            "Debt Relief",
            "Travel",
            "Insurance",
            "Lottery",
            "Windows",
            "Credit",
            "Pharmacy",
            "Vacations",
            "Medicare",
            "Mortgage",
            "Cleaning",
            "Security");
    private static final List<String> PITCHES = List.of(
            "We have been trying to reach you about your %s account, press one to speak with an agent before %d tonight",
            "Congratulations, you have been selected by %s for a reward of %d dollars, call back to claim it",
            "This is %s, your rate can be lowered by %d percent if you decide today",
            "Final notice from %s, your file number ends in %d and will be closed",
            "Hello neighbour, %s is working in your street and gives %d dollars off a free inspection",
            "Are you over sixty five, %s has %d new benefits that you have not claimed");

    private Voices() {}

    /** Somebody who knows nothing of us. */
    static Voice background(long seed, Wave wave) {
        SplittableRandom random =
                new SplittableRandom(seed ^ Long.parseUnsignedLong(Post.key(wave.campaign(), 16), 16));
        String company = of(FIRST, random) + " " + of(SECOND, random);
        String block = "+1" + (2 + random.nextInt(8)) + random.nextInt(9) + (2 + random.nextInt(8)) + "555"
                + (20 + random.nextInt(80));
        int number = 11 + random.nextInt(880);
        String pitch = String.format(Locale.ROOT, of(PITCHES, random), company, number);
        String said = wave.brand()
                ? "This is the renewal centre for " + BRAND + " products on behalf of " + company + ", offer " + number
                : pitch;
        String domain = company.toLowerCase(Locale.ROOT).replace(" ", "-") + number + ".example";
        boolean messages = !wave.brand() && random.nextInt(7) == 0;
        return new Voice(
                List.of(block),
                random.nextInt(3) == 0 ? company.toUpperCase(Locale.ROOT) : "",
                random.nextInt(3) == 0 ? "TN-Validation-Passed-C" : "No-TN-Validation",
                said,
                company + " <offers@" + domain + ">",
                company + ": " + number + " reasons",
                pitch + ". Read more at https://" + domain + "/offer",
                messages,
                wave.brand() ? 1 : .25);
    }

    /** Mail by a supplier of the company that is not signed as it should be. */
    static Voice stray(String campaign) {
        String supplier = "survey-desk.example";
        return new Voice(
                List.of("+12025550100"),
                "",
                "",
                "",
                "Survey Desk <feedback@" + supplier + ">",
                "How did we do?",
                "Please tell us how content you are with " + BRAND + ": https://" + supplier + "/"
                        + Post.key(campaign, 6),
                false,
                0);
    }

    /**
     * Somebody who works through leaked rows.
     *
     * @param quotes what only the database holds, or nothing
     */
    static Voice actor(Wave wave, Quoted quotes) {
        boolean brand = wave.brand() || wave.quotes();
        String opening = quotes.name().isEmpty() ? "Hello" : "Hello " + quotes.name();
        String about = quotes.ticket().isEmpty() ? "" : " about your ticket " + spoken(quotes.ticket());
        String said = brand
                ? opening + ", this is " + BRAND + " support" + about
                        + ". Your computer is at risk, please call us back at this number."
                : "Your computer reports errors to our technicians. Please call us back at this number.";
        String written = quotes.ticket().isEmpty() ? "" : " for " + quotes.ticket();
        return new Voice(
                ACTOR,
                brand ? BRAND.toUpperCase(Locale.ROOT) : "TECH SUPPORT",
                "TN-Validation-Failed-C",
                said,
                (brand ? BRAND + " Support" : "Support") + " <support@" + ACTOR_DOMAIN + ">",
                quotes.ticket().isEmpty() ? "Your licence expires today" : "Re: your request " + quotes.ticket(),
                opening + ", your licence" + written + " expires today. Renew at https://" + ACTOR_DOMAIN + "/renew",
                false,
                brand ? .9 : .5);
    }

    /**
     * What a contact quotes of the row that it goes to.
     *
     * @param name given and family name, or nothing
     * @param ticket number, or nothing
     */
    record Quoted(String name, String ticket) {
        static final Quoted NOTHING = new Quoted("", "");
    }

    /** As a person says it: digit by digit. */
    static String spoken(String ticket) {
        StringBuilder said = new StringBuilder();
        ticket.chars()
                .filter(Character::isDigit)
                .forEach(d -> said.append(said.length() == 0 ? "" : " ").append((char) d));
        return said.toString();
    }

    private static String of(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }
}
