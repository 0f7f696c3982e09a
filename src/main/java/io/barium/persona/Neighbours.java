package io.barium.persona;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Customers by area code, so that a persona lives where its line is. */
final class Neighbours {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private final String region;
    private final List<CustomerRow> all;
    private final Map<String, List<CustomerRow>> byArea = new HashMap<>();

    Neighbours(List<CustomerRow> rows, String region) {
        this.region = region;
        this.all = rows;
        for (CustomerRow row : rows) {
            if (row.phone() != null && row.city() != null) {
                byArea.computeIfAbsent(area(row.phone()), a -> new ArrayList<>())
                        .add(row);
            }
        }
        byArea.remove("");
    }

    /** Those with the number's area code, or everybody where nobody has it. */
    List<CustomerRow> of(String e164) {
        return byArea.getOrDefault(area(e164), all);
    }

    private String area(String phone) {
        try {
            PhoneNumber number = PHONES.parse(phone, region);
            int length = PHONES.getLengthOfGeographicalAreaCode(number);
            return PHONES.getNationalSignificantNumber(number).substring(0, length);
        } catch (NumberParseException e) {
            return "";
        }
    }
}
