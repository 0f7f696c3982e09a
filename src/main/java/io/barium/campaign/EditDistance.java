package io.barium.campaign;

/** How far two words are apart, as typing goes. */
final class EditDistance {
    private EditDistance() {}

    /** Whether one letter more, less or other, or two swapped neighbours, makes one word of the other. */
    static boolean isAtMostOne(String a, String b) {
        int start = 0;
        int shorter = Math.min(a.length(), b.length());
        while (start < shorter && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int endA = a.length();
        int endB = b.length();
        while (endA > start && endB > start && a.charAt(endA - 1) == b.charAt(endB - 1)) {
            endA--;
            endB--;
        }
        int restA = endA - start;
        int restB = endB - start;
        boolean swapped = restA == 2
                && restB == 2
                && a.charAt(start) == b.charAt(start + 1)
                && a.charAt(start + 1) == b.charAt(start);
        return swapped || (restA <= 1 && restB <= 1);
    }
}
