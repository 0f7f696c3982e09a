package io.barium.mail.imap;

/** A mailbox cannot be read, or not all be done that is to be done there. */
final class MailboxTrouble extends Exception {
    private static final long serialVersionUID = 1L;
    private final String setting;
    private final boolean refusal;

    private MailboxTrouble(String why, String setting, boolean refusal) {
        super(why, null, false, false);
        this.setting = setting;
        this.refusal = refusal;
    }

    /** Something on the way failed. */
    static MailboxTrouble broken(String why, String setting) {
        return new MailboxTrouble(why, setting, false);
    }

    /** The server understood and said no; the connection stands. */
    static MailboxTrouble refused(String why, String setting) {
        return new MailboxTrouble(why, setting, true);
    }

    /** Where to mend it: a setting of the mailbox, or a whole path. */
    String setting() {
        return setting;
    }

    /** Whether the server said no, as opposed to a connection that broke. */
    boolean refusal() {
        return refusal;
    }

    /** The same with another setting to mend. */
    MailboxTrouble mendedBy(String otherSetting) {
        return new MailboxTrouble(String.valueOf(getMessage()), otherSetting, refusal);
    }
}
