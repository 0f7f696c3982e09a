package io.barium.replay.live;

import java.util.List;

/**
 * How a campaign speaks.
 *
 * @param callers numbers that it calls from, or their common beginning of ten digits
 * @param name shown by the network; empty for none
 * @param verstat outcome of STIR/SHAKEN in Twilio's words
 * @param said what is said or texted
 * @param sender From of its mails
 * @param subject of its mails
 * @param text of its mails
 * @param messages whether it texts rather than calls
 * @param spoken share of its calls of which there is a transcript
 */
record Voice(
        List<String> callers,
        String name,
        String verstat,
        String said,
        String sender,
        String subject,
        String text,
        boolean messages,
        double spoken) {

    /** The number of its n-th call. */
    String caller(int n) {
        String one = callers.get(n % callers.size());
        return one.length() >= 12 ? one : one + String.format("%02d", n % 100);
    }
}
