package io.barium.seed;

import io.barium.persona.Names;
import io.barium.persona.PersonName;
import io.barium.persona.SeedData;
import io.barium.persona.Weighted;
import io.barium.seed.Places.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes customers, with the gaps and the carelessness of real ones. */
final class People {
    private static final int TOLD_EVERY = 2_000;

    private final RandomGenerator random;
    private final Weighted<String> locales;
    private final Weighted<String> segments;
    private final Map<String, Weighted<String>> products = new HashMap<>();
    private final Map<String, Places> places = new HashMap<>();
    private final Addresses addresses;
    private final Phones phones;

    People(RandomGenerator random) {
        this.random = random;
        locales = new Weighted.Builder<String>()
                .add("en_US", 55)
                .add("en_GB", 17)
                .add("de_DE", 16)
                .add("fr_FR", 12)
                .build();
        segments = new Weighted.Builder<String>()
                .add("home", 81)
                .add("business", 16)
                .add("government", 3)
                .build();
        Map<String, Weighted.Builder<String>> building = new HashMap<>();
        SeedData.csv("products.csv")
                .forEach(r -> building.computeIfAbsent(r.getField("segment"), s -> new Weighted.Builder<>())
                        .add(r.getField("product"), Double.parseDouble(r.getField("weight"))));
        building.forEach((segment, table) -> products.put(segment, table.build()));
        Names.LOCALES.forEach(l -> places.put(l, new Places(l)));
        addresses = new Addresses();
        phones = new Phones();
    }

    /** So many customers, the oldest first. */
    List<Customer> make(int count, Progress progress) {
        List<Customer> people = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            people.add(customer());
            if (i % TOLD_EVERY == 0) {
                progress.at("people", i, count);
            }
        }
        progress.at("people", count, count);
        people.sort(Comparator.comparing(Customer::createdAt));
        return people;
    }

    private Customer customer() {
        String locale = locales.draw(random);
        String segment = segments.draw(random);
        String country = locale.substring(3);
        PersonName name = Names.of(locale).orElseThrow().draw(random);
        Place place = table(places, locale).draw(random);
        String email = chance(.035) ? null : addresses.draw(name, locale, segment, place.city(), random);
        // somebody without an address can be reached on the phone
        String phone = email != null && chance(segment.equals("home") ? .14 : .06)
                ? null
                : phones.draw(locale, place, segment, random);
        boolean noAddress = chance(.07);
        Instant createdAt = History.moment(locale, random);
        return new Customer(
                Ids.next(random),
                chance(.012) ? null : typed(name.given()),
                chance(.008) ? null : typed(name.family()),
                email,
                phone,
                locale,
                segment,
                table(products, segment).draw(random),
                noAddress || chance(.02) ? null : place.street(),
                noAddress ? null : typed(place.city()),
                noAddress || chance(.03) ? null : place.postcode(),
                country,
                createdAt);
    }

    /** Most people type their name properly. */
    private String typed(String text) {
        int how = random.nextInt(100);
        if (how < 5) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (how < 7) {
            return text.toUpperCase(Locale.ROOT);
        }
        return how < 8 ? text + " " : text;
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private static <T> T table(Map<String, T> tables, String key) {
        @Nullable T found = tables.get(key);
        if (found == null) {
            throw new IllegalStateException("seed-data has nothing for " + key);
        }
        return found;
    }
}
