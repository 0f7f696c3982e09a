package io.barium.campaign;

import io.barium.campaign.Profile.Saying;
import io.barium.model.Contact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What an actor says, near-duplicates together. */
final class Sayings {
    private static final int MOST_KEPT = 200;
    private static final int MOST_SHOWN = 10;
    private static final int EXCERPT = 300;
    private static final double NEARLY = .35;

    private final List<Group> groups = new ArrayList<>();

    private static final class Group {
        private final Wording wording;
        private final String excerpt;
        private int contacts = 1;

        Group(Wording wording, String excerpt) {
            this.wording = wording;
            this.excerpt = excerpt;
        }
    }

    /** Takes what a contact says; the two hundred first wordings are kept. */
    void take(Contact contact) {
        Wording wording = Wording.of(contact.text(), Set.of());
        String excerpt = Legible.of(contact.text(), EXCERPT);
        for (Group group : groups) {
            boolean same = wording.letters() < Wording.FEWEST
                    ? group.excerpt.equals(excerpt)
                    : wording.likeness(group.wording) >= NEARLY;
            if (same) {
                group.contacts++;
                return;
            }
        }
        if (groups.size() < MOST_KEPT && !excerpt.isEmpty()) {
            groups.add(new Group(wording, excerpt));
        }
    }

    List<Saying> most() {
        return groups.stream()
                .sorted(Comparator.comparingInt((Group g) -> g.contacts).reversed())
                .limit(MOST_SHOWN)
                .map(g -> new Saying(g.excerpt, g.contacts))
                .toList();
    }
}
