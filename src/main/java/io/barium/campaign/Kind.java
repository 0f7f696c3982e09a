package io.barium.campaign;

/**
 * What contacts can have in common. One strong kind joins, and so do two weak ones of different families. A weight
 * holds while few campaigns share the very feature; beyond {@code patience} it shrinks in proportion.
 */
enum Kind {
    THREAD(Family.THREAD, 1, 1_000_000, "thread", "call or message"),
    CALLER(Family.CALLER, 1, 16, "caller-number", "caller number"),
    SENDER_ID(Family.CALLER, .5, 3, "sender-id", "sender name"),
    CALLER_HUNDRED(Family.CALLER, .5, 3, "caller-block", "caller block"),
    CALLER_THOUSAND(Family.CALLER, .5, 2, "caller-block", "caller block"),
    ADDRESS(Family.SENDER, 1, 16, "sender-address", "sender address"),
    SENDER_DOMAIN(Family.SENDER, 1, 4, "sender-domain", "sender domain"),
    MAIL_HOST(Family.HOST, .5, 3, "mail-host", "sending host"),
    NAME(Family.NAME, .3, 3, "sender-name", "display name"),
    LINK_DOMAIN(Family.LINK, 1, 4, "link-domain", "link domain"),
    LINK(Family.LINK, 1, 4, "link", "link"),
    CALL_BACK(Family.CALL_BACK, 1, 8, "call-back-number", "call-back number"),
    REPLY_ADDRESS(Family.CALL_BACK, 1, 8, "reply-address", "address to answer to"),
    SUBJECT(Family.SUBJECT, .5, 3, "subject", "subject"),
    ATTACHMENT(Family.ATTACHMENT, 1, 4, "attachment", "attachment"),
    CALL_BURST(Family.BURST, .5, 2, "burst", "burst"),
    /** Two mails with one subject in half an hour are nothing yet. */
    MAIL_BURST(Family.BURST, .5, 2, "burst", "burst");

    /** Kinds of one family say the same thing twice: only the strongest counts. */
    enum Family {
        THREAD,
        CALLER,
        SENDER,
        HOST,
        NAME,
        LINK,
        CALL_BACK,
        SUBJECT,
        ATTACHMENT,
        BURST,
        WORDING
    }

    private static final int SEVERAL = 2;

    final Family family;
    final double weight;
    final int patience;
    final String id;
    final String words;

    Kind(Family family, double weight, int patience, String id, String words) {
        this.family = family;
        this.weight = weight;
        this.patience = patience;
        this.id = id;
        this.words = words;
    }

    /** How many contacts must have it before it counts. */
    int fewest() {
        return this == MAIL_BURST ? SEVERAL : 1;
    }

    boolean isBurst() {
        return family == Family.BURST;
    }
}
