package io.barium.persona;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The sampled customers of one country, and what can be learnt from them. */
final class Region {
    /** Where nobody's address tells how it was made. */
    private static final LocalPart USUAL = new LocalPart("{given}.{family}");

    private final List<CustomerRow> rows;
    private final List<LocalPart> localParts;
    private final List<PhoneStyle> phoneStyles;
    private final Neighbours neighbours;

    /**
     * Learns a country.
     *
     * @param code ISO 3166 code
     * @param all the whole sample; where it has nobody in that country, everybody will do
     */
    Region(String code, List<CustomerRow> all) {
        List<CustomerRow> here =
                all.stream().filter(r -> code.equals(countryOf(r))).toList();
        rows = here.isEmpty() ? all : here;
        localParts =
                rows.stream().map(Region::localPart).flatMap(Optional::stream).toList();
        phoneStyles = rows.stream()
                .map(r -> phoneStyle(r, code))
                .flatMap(Optional::stream)
                .toList();
        neighbours = new Neighbours(rows, code);
    }

    List<CustomerRow> rows() {
        return rows;
    }

    /** A locale, as often as it is here. */
    String locale(String code, RandomGenerator random) {
        return localeOf(pick(rows, random), code);
    }

    /** A real customer of a locale. */
    CustomerRow skeleton(String locale, String code, RandomGenerator random) {
        return pick(skeletons(locale, code), random);
    }

    private List<CustomerRow> skeletons(String locale, String code) {
        List<CustomerRow> same =
                rows.stream().filter(r -> localeOf(r, code).equals(locale)).toList();
        return same.isEmpty() ? rows : same;
    }

    /** How often {@link #skeleton} and {@link #localPart} together choose each pattern, in customers. */
    Map<String, Double> patterns(String locale, String code) {
        Map<String, Double> weights = new TreeMap<>();
        int others = 0;
        for (CustomerRow row : skeletons(locale, code)) {
            Optional<LocalPart> own = localPart(row);
            own.ifPresent(p -> weights.merge(p.pattern(), 1.0, Double::sum));
            others += own.isPresent() ? 0 : 1;
        }
        if (others > 0) {
            List<LocalPart> any = localParts.isEmpty() ? List.of(USUAL) : localParts;
            double share = (double) others / any.size();
            any.forEach(p -> weights.merge(p.pattern(), share, Double::sum));
        }
        return weights;
    }

    /** How somebody here makes an address of a name; the way that the given customer does where that is known. */
    LocalPart localPart(CustomerRow like, RandomGenerator random) {
        return localPart(like).orElseGet(() -> anyLocalPart(random));
    }

    LocalPart anyLocalPart(RandomGenerator random) {
        return localParts.isEmpty() ? USUAL : pick(localParts, random);
    }

    /** A number as the given customer, or somebody here, writes numbers. */
    String phone(String e164, CustomerRow like, String code, RandomGenerator random) {
        return phoneStyle(like, code)
                .or(() -> phoneStyles.isEmpty() ? Optional.empty() : Optional.of(pick(phoneStyles, random)))
                .map(style -> style.write(e164))
                .orElse(e164);
    }

    /** A customer who lives where a number's area code is, if there is one. */
    CustomerRow neighbour(String e164, RandomGenerator random) {
        return pick(neighbours.of(e164), random);
    }

    static <T> T pick(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }

    /** Country code of a customer, by the column or by the locale; empty where neither tells. */
    private static String countryOf(CustomerRow row) {
        String written = Objects.requireNonNullElse(row.country(), "").strip().toUpperCase(Locale.ROOT);
        if (written.length() == 2) {
            return written.equals("UK") ? "GB" : written;
        }
        String locale = Objects.requireNonNullElse(row.locale(), "").replace('_', '-');
        return Locale.forLanguageTag(locale).getCountry();
    }

    private static String localeOf(CustomerRow row, String code) {
        String locale = Objects.requireNonNullElse(row.locale(), "").strip();
        if (!locale.isEmpty()) {
            return locale;
        }
        return Names.LOCALES.stream()
                .filter(l -> l.endsWith("_" + code))
                .findFirst()
                .orElse("und_" + code);
    }

    private static Optional<LocalPart> localPart(CustomerRow row) {
        String email = row.email();
        if (email == null || row.givenName() == null || row.familyName() == null || email.indexOf('@') < 1) {
            return Optional.empty();
        }
        return LocalPart.learn(row.givenName(), row.familyName(), email.substring(0, email.indexOf('@')));
    }

    private static Optional<PhoneStyle> phoneStyle(CustomerRow row, String code) {
        String phone = row.phone();
        boolean known = PhoneNumberUtil.getInstance().getSupportedRegions().contains(code);
        return phone == null || phone.isBlank() || !known ? Optional.empty() : PhoneStyle.learn(phone, code);
    }
}
