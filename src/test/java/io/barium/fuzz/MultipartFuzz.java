package io.barium.fuzz;

import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Multipart forms: packed anew under a boundary that does not occur, the parts have the same bytes. */
public final class MultipartFuzz {
    private MultipartFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] input = Holds.split(data, 80);
        Form form = Holds.post(input[1], "content-type", "multipart/form-data; boundary=" + Holds.latin(input[0]))
                .form();
        long total = 0;
        for (FormField field : form.fields()) {
            total += field.bytes().length;
        }
        Holds.that(total <= input[1].length, "parts are longer than the body");
        List<FormField> before = form.fields();
        List<FormField> after = Holds.post(packed(before), "content-type", "multipart/form-data; boundary=" + BOUNDARY)
                .form()
                .fields();
        Holds.that(after.size() == before.size(), "another number of parts");
        for (int i = 0; i < after.size(); i++) {
            Holds.that(Arrays.equals(after.get(i).bytes(), before.get(i).bytes()), "other bytes");
            Holds.that(after.get(i).filename() == null == (i % 2 == 0), "a file name lost or invented");
        }
    }

    private static final String BOUNDARY = "f0a1f0a1-not-in-there-f0a1f0a1";

    private static byte[] packed(List<FormField> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < fields.size(); i++) {
            String name = "n" + i + (i % 2 == 0 ? "" : "\"; filename=\"f");
            out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(fields.get(i).bytes());
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
