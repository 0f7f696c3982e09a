package io.barium.outbox;

/** Who is told that a channel is in trouble. Called once a second while it lasts; from any thread. */
public interface ChannelAlarm {

    /** Nothing leaves through the channel. */
    void broken(String channel, String text);

    /** Messages leave, but something is to be mended. */
    void limping(String channel, String text);

    /** All is well. */
    void well(String channel);
}
