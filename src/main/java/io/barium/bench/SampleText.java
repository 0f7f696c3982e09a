package io.barium.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Text like that of real messages: words drawn by Zipf's law, common ones often and rare ones rarely, so that it
 * deflates to about the same share as written text. Always the same, so that runs can be compared.
 */
final class SampleText {
    private static final String[] WORDS = """
            the to you and your of a is in for we that on this have with it not be are our as will please from can if account
            or has by at my me was an any do so but all been which would there no when they get more about may need could
            time contract order invoice payment customer service number address month because after before what how only
            other first these here new then just now us also again still since last know their make should back over them
            information support change email message phone call data details request problem connection router password
            yesterday tomorrow morning without already however within until charge amount refund receive answer question
            happened received cancelled cancel delivery delivered technician appointment engineer cable speed slow evening
            weekend house street moving moved transfer bank statement direct debit currency price offer discount promised
            colleague manager department complaint regards sincerely hello dear thank thanks kindly best wishes attached
            document screenshot picture error code restarted restart twice several times week weeks days hours minutes
            unfortunately unacceptable disappointed resolve resolved solution urgent urgently immediately waiting reply
            company insurance policy premium renewal expire expires licence subscription bundle television landline mobile
            international roaming travel abroad family daughter office business neighbours building basement junction
            signature confirm confirmation verification identity passport birthday certificate authorised representative
            website application download upload installed installation upgrade downgrade firmware signal wireless channel
            """.split("\\s+");

    private SampleText() {}

    /**
     * Words and full stops.
     *
     * @param seed the same seed gives the same text
     * @param length in characters
     */
    static String words(long seed, int length) {
        Random random = new Random(seed);
        StringBuilder out = new StringBuilder(length + 20);
        int sentence = 0;
        while (out.length() < length) {
            // The rank of a word under Zipf's law is the exponential of a uniform draw.
            int rank = (int) Math.pow(WORDS.length, random.nextDouble()) - 1;
            out.append(WORDS[rank]);
            sentence++;
            boolean ends = sentence > 5 && random.nextInt(8) == 0;
            out.append(ends ? ". " : " ");
            sentence = ends ? 0 : sentence;
        }
        return out.substring(0, length).strip();
    }

    /**
     * What Twilio sends beside ids and numbers.
     *
     * @param length of the message in characters; 1,400 make a form of 2 KB
     */
    static Map<String, String> sms(int length) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Body", words(1, length));
        form.put("NumMedia", "0");
        form.put("NumSegments", "10");
        form.put("ToCity", "NEW YORK");
        form.put("ToState", "NY");
        form.put("ToZip", "10001");
        form.put("ToCountry", "US");
        form.put("FromCity", "DENVER");
        form.put("FromState", "CO");
        form.put("FromZip", "80202");
        form.put("FromCountry", "US");
        return form;
    }

    /** The fields of a mail as Mailgun parses it, about 20 KB in all: text, HTML, and both without their quotation. */
    static Map<String, String> mail(String id) {
        String written = words(5, 2_500);
        String quoted = words(7, 2_900).replace(". ", ".\r\n> ");
        String html = "<div dir=\"ltr\"><p>" + written.replace(". ", ".</p>\r\n<p>") + "</p></div>";
        Map<String, String> form = new LinkedHashMap<>();
        form.put("recipient", "ann@ours.example");
        form.put("sender", "mallory@evil.example");
        form.put("from", "Mallory Smith <mallory@evil.example>");
        form.put("subject", "Re: Your contract and the last invoice");
        form.put("body-plain", written + "\r\n\r\nOn Monday you wrote:\r\n> " + quoted);
        form.put("stripped-text", written);
        form.put(
                "body-html",
                "<html><head><meta charset=\"utf-8\"></head><body>" + html + "<blockquote><p>"
                        + quoted.replace("> ", "</p><p>") + "</p></blockquote></body></html>");
        form.put("stripped-html", "<html><head></head><body>" + html + "</body></html>");
        form.put(
                "message-headers",
                "[[\"X-Mailgun-Spf\", \"Pass\"], [\"X-Mailgun-Dkim-Check-Result\", \"Pass\"], [\"X-Mailgun-Sscore\", \"0.1\"], "
                        + "[\"X-Envelope-From\", \"<mallory@evil.example>\"], [\"Received\", \"from mail.evil.example ([192.0.2.7]) by"
                        + " mxa.mailgun.example with ESMTPS; Tue, 24 Nov 2026 09:30:01 +0000\"], [\"Date\", \"Tue, 24 Nov 2026 10:30:00"
                        + " +0100\"], [\"Message-Id\", \"<" + id + "@mail.evil.example>\"], [\"From\", \"Mallory Smith"
                        + " <mallory@evil.example>\"], [\"To\", \"ann@ours.example\"], [\"Subject\", \"Re: Your contract and the last"
                        + " invoice\"], [\"Dkim-Signature\", \"v=1; a=rsa-sha256; d=evil.example; s=s1; bh="
                        + "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng=; b=" + "Ej7k".repeat(86) + "\"]]");
        form.put("Message-Id", "<" + id + "@mail.evil.example>");
        return form;
    }

    /** By percent-encoding, all but a marker that the value may hold. */
    static String encoded(String value, String marker) {
        int at = value.indexOf(marker);
        return at < 0
                ? URLEncoder.encode(value, StandardCharsets.UTF_8)
                : URLEncoder.encode(value.substring(0, at), StandardCharsets.UTF_8)
                        + marker
                        + URLEncoder.encode(value.substring(at + marker.length()), StandardCharsets.UTF_8);
    }
}
