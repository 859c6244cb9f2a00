package dev.headgate.plugin.requestlog;

import java.util.regex.Pattern;

/**
 * Hides what is most often regretted in a log. It is no substitute for a filter that redacts: it knows e-mail
 * addresses, numbers as long as those of cards and phones, and credentials by their usual beginnings. Every repetition is
 * bounded, so the time it takes grows with the text alone.
 */
final class Mask {
    private static final Pattern HIDDEN = Pattern.compile(
            // an e-mail address
            "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}"
                    // a JSON web token
                    + "|eyJ[A-Za-z0-9_-]{8,4096}(?:\\.[A-Za-z0-9_-]{1,4096}){1,2}"
                    // keys of providers and code hosts
                    + "|\\b(?:sk|pk|rk|hg|gsk|xai|ghp|gho|ghs|ghu|glpat|xox[abeprs]|AKIA|ASIA|AIza)[A-Za-z0-9_-]{12,512}"
                    + "|-----BEGIN [A-Z ]{1,40}KEY-----[^-]{0,8192}"
                    + "|(?i:bearer|password|passwd|secret|api[_-]?key)[\"']?\\s{0,3}[:= ]\\s{0,3}[\"']?[^\\s\"',;]{4,512}"
                    // a number of a card or a phone, with its separators
                    + "|\\+?\\d(?:[ .-]?\\d){8,24}");

    private Mask() {}

    static String over(String text) {
        return HIDDEN.matcher(text).replaceAll("***");
    }
}
