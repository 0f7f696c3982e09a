package io.barium.mail.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.mail.check.Dns.Answer;
import io.barium.mail.check.Dns.Outcome;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** Against a name server on the loopback interface. */
class InternetDnsTest {
    private static final Map<String, List<String>> RECORDS = Map.of(
            "a.example. TXT", List.of("60 TXT \"v=spf1 \" \"\\228\\\\ \\\"all\"", "90 TXT \"two\""),
            "a.example. MX", List.of("60 MX 20 second.example.", "60 MX 10 First.example."),
            "a.example. A", List.of("60 A 192.0.2.1"),
            "a.example. AAAA", List.of("60 AAAA 2001:db8::1"),
            "1.2.0.192.in-addr.arpa. PTR", List.of("60 PTR a.example."),
            "alias.example. A", List.of("60 CNAME a.example."),
            "empty.example. TXT", List.of());

    private final DatagramSocket socket = socket();
    private InternetDns dns;

    private static DatagramSocket socket() {
        try {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        Thread server = new Thread(this::answers, "dns");
        server.setDaemon(true);
        server.start();
        SimpleResolver resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
        resolver.setTimeout(Duration.ofMillis(500));
        dns = new InternetDns(resolver);
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private void answers() {
        byte[] buffer = new byte[2_048];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                if (!question.getQuestion().getName().toString().startsWith("silent")) {
                    byte[] answer = answer(question).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // The test has closed it.
            }
        }
    }

    private static Message answer(Message question) throws IOException {
        Record asked = question.getQuestion();
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(asked, Section.QUESTION);
        String key =
                asked.getName().toString().toLowerCase(Locale.ROOT) + " " + org.xbill.DNS.Type.string(asked.getType());
        List<String> records = RECORDS.get(key);
        if (key.startsWith("broken")) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (records == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else {
            for (String text : records) {
                String[] parts = text.split(" ", 3);
                answer.addRecord(
                        Record.fromString(
                                asked.getName(),
                                org.xbill.DNS.Type.value(parts[1]),
                                DClass.IN,
                                Long.parseLong(parts[0]),
                                parts[2],
                                Name.root),
                        Section.ANSWER);
            }
        }
        return answer;
    }

    private Answer ask(Dns.Type type, String name) throws Exception {
        return dns.ask(type, name).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void every_kind_of_record_is_read() throws Exception {
        Answer texts = ask(Dns.Type.TXT, "A.example");
        assertThat(texts.values()).containsExactlyInAnyOrder("v=spf1 \u00e4\\ \"all", "two");
        assertThat(texts.keep()).isEqualTo(Duration.ofSeconds(60));
        assertThat(ask(Dns.Type.MX, "a.example.").values())
                .extracting(v -> v.toLowerCase(Locale.ROOT))
                .containsExactly("first.example", "second.example");
        assertThat(ask(Dns.Type.A, "a.example").values()).containsExactly("192.0.2.1");
        assertThat(ask(Dns.Type.AAAA, "a.example").values()).containsExactly("2001:db8:0:0:0:0:0:1");
        assertThat(ask(Dns.Type.PTR, "1.2.0.192.in-addr.arpa").values()).containsExactly("a.example");
        assertThat(ask(Dns.Type.A, "alias.example").values()).containsExactly("192.0.2.1");
    }

    @Test
    void what_is_not_there_is_told_from_what_cannot_be_said() throws Exception {
        assertThat(ask(Dns.Type.TXT, "none.example").outcome()).isEqualTo(Outcome.ABSENT);
        assertThat(ask(Dns.Type.TXT, "empty.example").outcome()).isEqualTo(Outcome.ABSENT);
        assertThat(ask(Dns.Type.TXT, "broken.example").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ask(Dns.Type.TXT, "silent.example").outcome()).isEqualTo(Outcome.FAILED);
        for (String name :
                List.of("", ".", "a..example", "x".repeat(64) + ".example", "\\999", "\u00e4.example", "a b")) {
            assertThat(ask(Dns.Type.TXT, name).outcome()).as(name).isEqualTo(Outcome.ABSENT);
        }
    }
}
