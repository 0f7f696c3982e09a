package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Forms of providers that send the same fields as JSON too, or whose reports are read as such. */
public final class FormFields {
    private FormFields() {}

    /** An object of texts; of fields with one name the first. */
    public static JsonNode asJson(Form form) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (FormField field : form.fields()) {
            if (!out.has(field.name())) {
                out.put(field.name(), field.text());
            }
        }
        return out;
    }
}
