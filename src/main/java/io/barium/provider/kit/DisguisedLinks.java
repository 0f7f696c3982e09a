package io.barium.provider.kit;

import io.barium.model.DisguisedLink;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds links that show one address and lead to another. Mailing services do that too, to count who follows them: it is
 * evidence, not a verdict.
 */
final class DisguisedLinks {
    private static final int MAX = 50;
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,20}");

    private DisguisedLinks() {}

    /** Those whose text shows another registrable domain than that of the target. */
    static List<DisguisedLink> among(List<HtmlText.Anchor> anchors) {
        Set<DisguisedLink> out = new LinkedHashSet<>();
        for (HtmlText.Anchor anchor : anchors) {
            String shown = shownHost(anchor.shown());
            String target = shown == null ? null : LinkHost.of(anchor.target());
            if (shown != null
                    && target != null
                    && !RegistrableDomain.of(shown).equals(RegistrableDomain.of(target))
                    && out.size() < MAX) {
                out.add(new DisguisedLink(
                        TextBounds.name(shown), TextBounds.text(anchor.target()).text()));
            }
        }
        return new ArrayList<>(out);
    }

    /** A host that a text shows: of the first link in it, or the text as a whole is a name or mail address. */
    private static @Nullable String shownHost(String shown) {
        if (shown.indexOf('.') < 0 && shown.chars().allMatch(c -> c < 0x80) && shown.indexOf('[') < 0) {
            return null;
        }
        String text = Refanging.undo(shown).strip();
        List<String> links = LinkFinder.find(text, 1);
        if (!links.isEmpty()) {
            return LinkHost.of(links.get(0));
        }
        String name =
                text.substring(text.lastIndexOf('@') + 1).split("[/?#:]", 2)[0].toLowerCase(Locale.ROOT);
        return HOST.matcher(name).matches() && !text.contains(" ") && RegistrableDomain.isKnown(name) ? name : null;
    }
}
