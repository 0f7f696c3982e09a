package io.barium.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.provider.kit.MimeReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryTraceTest {
    private static final Set<String> DOMAINS = Set.of("ours.example", "also.example");

    private static DeliveryTrace of(String... headers) {
        byte[] raw = (String.join("\r\n", headers) + "\r\n\r\ntext\r\n").getBytes(StandardCharsets.UTF_8);
        return DeliveryTrace.of(MimeReader.headers(raw), DOMAINS, "catchall@ours.example");
    }

    @Test
    void the_most_telling_header_of_the_servers_wins_over_what_the_sender_wrote() {
        assertThat(of(
                        "X-Envelope-To: c@ours.example",
                        "X-Original-To: b@ours.example",
                        "Delivered-To: a@ours.example",
                        "To: d@ours.example"))
                .isEqualTo(new DeliveryTrace(null, java.util.List.of("a@ours.example"), "Delivered-To"));
        assertThat(of("X-Envelope-To: c@ours.example", "X-Original-To: b@ours.example")
                        .by())
                .isEqualTo("X-Original-To");
        assertThat(of("Envelope-to: c@ours.example", "To: x@theirs.example").to())
                .containsExactly("c@ours.example");
        assertThat(of("X-Forwarded-To: c@ours.example", "To: x@theirs.example").by())
                .isEqualTo("X-Forwarded-To");
        assertThat(of("X-Gm-Original-To: c@ours.example", "To: x@theirs.example")
                        .by())
                .isEqualTo("X-Gm-Original-To");
    }

    @Test
    void a_header_that_names_strangers_or_the_mailbox_itself_is_passed_over() {
        assertThat(of(
                        "Delivered-To: x@theirs.example",
                        "X-Original-To: CatchAll@ours.example",
                        "Cc: B <b@also.example>"))
                .isEqualTo(new DeliveryTrace(null, java.util.List.of("b@also.example"), "To, Cc"));
    }

    @Test
    void every_address_of_ours_in_one_header_counts_and_subdomains_are_not_ours() {
        assertThat(of(
                                "Delivered-To: a@ours.example",
                                "Delivered-To: b@Also.Example",
                                "Delivered-To: c@sub.ours.example",
                                "Delivered-To: a@ours.example")
                        .to())
                .containsExactly("a@ours.example", "b@also.example");
    }

    @Test
    void what_a_sender_wrote_into_a_servers_header_does_not_hide_whom_it_was_for() {
        assertThat(of(
                                "Delivered-To: mailbox@google.example",
                                "Received: by mx.google.example",
                                "X-Original-To: decoy@ours.example",
                                "To: ann@ours.example")
                        .to())
                .containsExactly("ann@ours.example");
        assertThat(of("Received: by mx.example", "Delivered-To: hidden@ours.example", "To: x@theirs.example")
                        .to())
                .as("better than nothing")
                .containsExactly("hidden@ours.example");
    }

    @Test
    void who_sent_it_is_the_return_path_and_an_empty_one_is_nobody() {
        assertThat(of("Return-Path: <m@evil.example>").from()).isEqualTo("m@evil.example");
        assertThat(of("Return-Path: <>", "From: x@evil.example").from()).isNull();
        assertThat(of("Subject: bare").to()).containsExactly("catchall@ours.example");
    }
}
