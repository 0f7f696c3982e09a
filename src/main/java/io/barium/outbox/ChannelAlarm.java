package io.barium.outbox;

/** Who is told that a channel is in trouble. Called once a second while it lasts; from any thread. */
public interface ChannelAlarm {

    /** Nothing leaves through the channel. */
    void broken(String channel, String text);

    /** Messages leave, but something is to be mended. */
    void limping(String channel, String text);

    /** All is well. */
    void well(String channel);

    /** Messages became dead letters, whatever became of the channel since. */
    void gaveUp(String channel, String text);

    /** That was told for long enough; the next one is news. Called once. */
    void gaveUpLongAgo(String channel);
}
