package io.barium.fuzz;

import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Url-encoded forms: encoded anew by the JDK they say the same. */
public final class FormFuzz {
    private FormFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        Form form = form(data);
        long total = 0;
        StringBuilder anew = new StringBuilder();
        for (FormField field : form.fields()) {
            total += field.bytes().length;
            Holds.that(field.text().equals(new String(field.bytes(), StandardCharsets.UTF_8)), "text is not its bytes");
            anew.append(anew.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(field.name(), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(field.text(), StandardCharsets.UTF_8));
        }
        Holds.that(total <= data.length, "values are longer than the form");
        Form again = form(anew.toString().getBytes(StandardCharsets.US_ASCII));
        Holds.that(again.fields().size() == form.fields().size(), "another number of fields");
        for (int i = 0; i < again.fields().size(); i++) {
            Holds.that(again.fields().get(i).name().equals(form.fields().get(i).name()), "another name");
            Holds.that(again.fields().get(i).text().equals(form.fields().get(i).text()), "another value");
        }
    }

    private static Form form(byte[] body) {
        return Holds.post(body, "content-type", "application/x-www-form-urlencoded")
                .form();
    }
}
