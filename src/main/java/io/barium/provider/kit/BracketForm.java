package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Forms whose names are paths such as {@code envelope[recipients][0]}, as the tree that they stand for. Lists become
 * objects whose members are called by their indices, in order; so a reader goes over the values of either.
 */
public final class BracketForm {
    private static final int MAX_DEPTH = 5;

    private BracketForm() {}

    /** The tree of all fields that are no files; of two with the same name the first counts. */
    public static JsonNode tree(Form form) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (FormField field : form.fields()) {
            if (field.filename() == null) {
                put(root, path(field.name()), field);
            }
        }
        return root;
    }

    private static void put(ObjectNode root, List<String> path, FormField field) {
        ObjectNode at = root;
        for (String step : path.subList(0, path.size() - 1)) {
            JsonNode next = at.get(step);
            if (next == null) {
                at = at.putObject(step);
            } else if (next instanceof ObjectNode object) {
                at = object;
            } else {
                return;
            }
        }
        String last = path.get(path.size() - 1);
        if (!at.has(last)) {
            at.put(last, field.text());
        }
    }

    /** The steps of a name; a name that is no path is one step. */
    private static List<String> path(String name) {
        int open = name.indexOf('[');
        if (open <= 0 || !name.endsWith("]")) {
            return List.of(name);
        }
        List<String> steps = new ArrayList<>();
        steps.add(name.substring(0, open));
        for (String step : name.substring(open + 1, name.length() - 1).split("\\]\\[", MAX_DEPTH)) {
            steps.add(step);
        }
        return steps;
    }
}
