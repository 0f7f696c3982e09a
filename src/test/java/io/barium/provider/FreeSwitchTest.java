package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeSwitchTest {
    private static final String CDR = "<cdr><variables><uuid>u</uuid></variables><callflow><caller_profile>"
            + "<caller_id_number>+12125550123</caller_id_number><caller_id_name>NAME</caller_id_name>"
            + "<destination_number>+12125550199</destination_number></caller_profile></callflow></cdr>";

    private final FreeSwitch freeSwitch = new FreeSwitch();
    private final Source source = Hooks.source("freeswitch", null, null, "user:password");

    @Test
    void nothing_is_fetched_for_a_record_and_nothing_in_it_grows() {
        assertMalformed("<!DOCTYPE cdr [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + CDR.replace("NAME", "&e;"));
        assertMalformed("<!DOCTYPE cdr [<!ENTITY e SYSTEM \"https://phish.example/e\">]>" + CDR.replace("NAME", "&e;"));
        assertMalformed("<!DOCTYPE cdr SYSTEM \"https://phish.example/cdr.dtd\">" + CDR);
        assertMalformed("<!DOCTYPE cdr [<!ENTITY % p SYSTEM \"https://phish.example/p\"> %p;]>" + CDR);
        StringBuilder laughs = new StringBuilder("<!DOCTYPE cdr [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        assertMalformed(laughs.append("]>").append(CDR.replace("NAME", "&a29;")).toString());
        assertMalformed(CDR.replace("NAME", "&undeclared;"));
        assertMalformed("<cdr>".repeat(1000));
        assertMalformed("<cdr>" + "<a/>".repeat(60_000) + "</cdr>");
        assertMalformed("<cdr>");
        assertMalformed("<cdr\u0000/>");
    }

    @Test
    void the_five_entities_of_xml_and_character_references_are_read() throws Exception {
        Call call = read(CDR.replace("NAME", "A &amp; B &lt;C&gt; &#x263A; <![CDATA[<D>]]>"));
        assertThat(call.callerName()).isEqualTo("A & B <C> \u263a <D>");
    }

    @Test
    void a_transferred_call_keeps_the_number_that_was_dialled() throws Exception {
        String second = "<callflow><caller_profile><rdnis>5</rdnis><destination_number>1000</destination_number>"
                + "</caller_profile></callflow>";
        Call call = read(CDR.replace("<callflow>", second + "<callflow>")
                .replace("</caller_id_name>", "</caller_id_name><rdnis/>"));
        assertThat(call.to()).isEqualTo("+12125550199");
        assertThat(call.forwardedFrom()).isNull();
    }

    @Test
    void a_recording_that_comes_with_the_end_is_two_reports() throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"session_id\"\r\n\r\nu\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"exiting\"\r\n\r\ntrue\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"attached_file\"; filename=\"m.wav\"\r\n\r\nRIFF\r\n--b--\r\n";
        RawHook hook = Hooks.post("multipart/form-data; boundary=b", Hooks.utf8(body));
        List<Contact> contacts = ((Reading.Contacts) freeSwitch.read(hook, source)).contacts();
        assertThat(contacts).extracting(Contact::eventId).containsExactly("u:recording", "u:exiting");
        assertThat(contacts).extracting(c -> ((Call) c).stage()).containsExactly(CallStage.RECORDING, CallStage.STATUS);
        assertThat(contacts).extracting(Contact::thread).containsOnly("u");
    }

    @Test
    void what_is_neither_a_question_nor_a_record_is_malformed() {
        for (String form : new String[] {"", "cdr=", "cdr=x", "cdr=%00", "session_id=", "session_id=1", "a=b"}) {
            RawHook hook = Hooks.post("application/x-www-form-urlencoded", Hooks.utf8(form));
            assertThatThrownBy(() -> freeSwitch.read(hook, source)).isInstanceOf(MalformedHook.class);
        }
    }

    private Call read(String xml) throws Exception {
        return Hooks.only(freeSwitch.read(Hooks.post("text/xml", Hooks.utf8(xml)), source), Call.class);
    }

    private void assertMalformed(String xml) {
        assertThatThrownBy(() -> read(xml))
                .as(xml.substring(0, Math.min(80, xml.length())))
                .isInstanceOf(MalformedHook.class);
    }
}
