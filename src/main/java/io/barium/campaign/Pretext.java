package io.barium.campaign;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a contact is said to be about: by words that such stories do not do without, in English and German. */
enum Pretext {
    REFUND(
            "refund",
            "refund",
            "reimburse",
            "overcharged",
            "money back",
            "cash back",
            "erstattung",
            "ruckerstattung",
            "gutschrift",
            "ruckzahlung",
            "zu viel bezahlt",
            "uberzahlung",
            "geld zuruck"),
    LICENCE_EXPIRY(
            "licence or subscription expires",
            "licence has expired",
            "license has expired",
            "license expires",
            "licence expires",
            "license expired",
            "licence expired",
            "subscription expire",
            "subscription has expired",
            "subscription will renew",
            "auto renew",
            "automatic renewal",
            "renew your",
            "lizenz lauft",
            "lizenz ist abgelaufen",
            "abo lauft",
            "abonnement",
            "verlangerung",
            "vertrag lauft"),
    INFECTED_COMPUTER(
            "infected computer",
            "infected",
            "virus",
            "malware",
            "hacked",
            "trojan",
            "your computer",
            "your windows",
            "technical support",
            "remote access",
            "anydesk",
            "teamviewer",
            "infiziert",
            "schadsoftware",
            "ihr computer",
            "ihr rechner",
            "technischer support",
            "fernzugriff",
            "fernwartung",
            "gehackt"),
    ACCOUNT_VERIFICATION(
            "account verification",
            "verify your",
            "confirm your identity",
            "confirm your account",
            "account has been",
            "account will be",
            "suspended",
            "unusual activity",
            "suspicious activity",
            "security code",
            "verification code",
            "one time code",
            "password",
            "unauthorized",
            "unauthorised",
            "bestatigen sie",
            "verifizier",
            "konto wurde",
            "konto gesperrt",
            "gesperrt",
            "sicherheitscode",
            "verdachtige",
            "passwort",
            "einmalcode",
            "tan nummer"),
    PARCEL(
            "parcel or customs",
            "parcel",
            "package",
            "delivery",
            "shipment",
            "customs fee",
            "courier",
            "paket",
            "zustellung",
            "lieferung",
            "zollgebuhr",
            "sendung"),
    PAYMENT(
            "payment or invoice",
            "invoice",
            "overdue",
            "unpaid",
            "outstanding payment",
            "payment failed",
            "payment method",
            "bank details",
            "wire transfer",
            "gift card",
            "rechnung",
            "mahnung",
            "uberfallig",
            "zahlung",
            "bankverbindung",
            "inkasso",
            "uberweisung",
            "gutscheinkarte"),
    JOB_OFFER(
            "job offer",
            "job offer",
            "vacancy",
            "part time job",
            "work from home",
            "home office job",
            "earn up to",
            "recruit",
            "hiring",
            "stellenangebot",
            "nebenjob",
            "heimarbeit",
            "verdienen sie",
            "bewerbung",
            "jobangebot"),
    INVESTMENT(
            "investment",
            "invest",
            "crypto",
            "bitcoin",
            "trading",
            "guaranteed return",
            "geldanlage",
            "krypto",
            "rendite"),
    AUTHORITY(
            "authority or court",
            "police",
            "arrest",
            "warrant",
            "tax office",
            "social security number",
            "lawsuit",
            "legal action",
            "polizei",
            "haftbefehl",
            "finanzamt",
            "staatsanwalt",
            "gericht",
            "europol",
            "interpol"),
    PRIZE(
            "prize",
            "you have won",
            "you won",
            "lottery",
            "prize",
            "winner",
            "gewonnen",
            "gewinnspiel",
            "lotterie",
            "gewinner"),
    FAMILY_IN_NEED(
            "family in need",
            "hi mum",
            "hi mom",
            "hi dad",
            "my new number",
            "hallo mama",
            "hallo papa",
            "meine neue nummer",
            "handy ist kaputt");

    private static final int MOST_TEXT = 20_000;

    final String label;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of and toList, which nobody can change
    private final List<String> signs;

    /** Signs are the beginnings of words, folded. */
    Pretext(String label, String... signs) {
        this.label = label;
        this.signs = List.of(signs).stream().map(s -> " " + s).toList();
    }

    /** All that a text shows signs of. */
    static Set<Pretext> of(String text) {
        String words = Folding.words(text, MOST_TEXT);
        Set<Pretext> found = new TreeSet<>();
        for (Pretext pretext : values()) {
            if (pretext.signs.stream().anyMatch(words::contains)) {
                found.add(pretext);
            }
        }
        return found;
    }
}
