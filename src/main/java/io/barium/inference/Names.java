package io.barium.inference;

import java.util.Arrays;
import java.util.Set;

/**
 * Names in order, numbered from 0. They stand in one text: there are many, and an object each would take thrice that.
 */
final class Names {
    private final String all;
    private final int[] ends;

    Names(Set<String> names) {
        String[] sorted = names.toArray(String[]::new);
        Arrays.sort(sorted);
        StringBuilder text = new StringBuilder();
        this.ends = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            ends[i] = text.append(sorted[i]).length();
        }
        this.all = text.toString();
    }

    int size() {
        return ends.length;
    }

    String get(int i) {
        return all.substring(begin(i), ends[i]);
    }

    /** The number of a name; negative when there is none of that name. */
    int find(String name) {
        int low = 0;
        int high = ends.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    private int begin(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /** As {@link String#compareTo} does. */
    private int compare(int i, String name) {
        int begin = begin(i);
        int length = ends[i] - begin;
        for (int k = 0; k < Math.min(length, name.length()); k++) {
            int order = all.charAt(begin + k) - name.charAt(k);
            if (order != 0) {
                return order;
            }
        }
        return length - name.length();
    }
}
