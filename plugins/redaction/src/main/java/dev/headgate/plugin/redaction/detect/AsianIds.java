package dev.headgate.plugin.redaction.detect;

/** Numbers of Asia, Africa and Oceania that are digits alone. */
final class AsianIds {
    private AsianIds() {}

    static void register(NationalId to) {
        to.add(Kind.IN_AADHAAR, Context.IN_AADHAAR, 60, 97, AsianIds::aadhaar, "#### #### ####", "####-####-####")
                .add(Kind.IN_AADHAAR, Context.IN_AADHAAR, 35, 95, AsianIds::aadhaar, "############")
                .add(Kind.CN_RESIDENT_ID, Context.CN_RESIDENT_ID, 92, 98, AsianIds::resident, "##################")
                .add(Kind.KR_RRN, Context.KR_RRN, 70, 96, AsianIds::korean, "######-#######")
                .add(Kind.KR_RRN, Context.KR_RRN, 25, 90, AsianIds::korean, "#############")
                .add(Kind.ZA_ID, Context.ZA_ID, 70, 96, AsianIds::southAfrican, "#############", "###### #### ###")
                .add(Kind.AU_TFN, Context.AU_TFN, 20, 94, AsianIds::tfn, "### ### ###", "#########")
                .add(
                        Kind.AU_MEDICARE,
                        Context.AU_MEDICARE,
                        40,
                        94,
                        AsianIds::medicare,
                        "#### ##### #",
                        "#### ##### # #")
                .add(Kind.AU_MEDICARE, Context.AU_MEDICARE, 10, 90, AsianIds::medicare, "##########", "###########")
                .add(
                        Kind.JP_MY_NUMBER,
                        Context.JP_MY_NUMBER,
                        20,
                        93,
                        AsianIds::myNumber,
                        "############",
                        "#### #### ####")
                .add(Kind.TH_ID, Context.TH_ID, 70, 95, AsianIds::thai, "#-####-#####-##-#")
                .add(Kind.TH_ID, Context.TH_ID, 30, 92, AsianIds::thai, "#############")
                .add(Kind.IL_ID, Context.IL_ID, 10, 92, d -> Checks.luhn(d, 0, 9), "#########");
    }

    private static boolean aadhaar(Digits d) {
        return d.digit(0) >= 2 && Checks.verhoeff(d, 12);
    }

    /** GB 11643: a region, a date, ISO 7064 MOD 11-2; a check letter is among the {@link LetteredIds}. */
    private static boolean resident(Digits d) {
        return residentBase(d) && residentCheck(d) == d.digit(17);
    }

    static boolean residentBase(Digits d) {
        int year = (int) d.number(6, 10);
        return d.digit(0) >= 1
                && d.digit(0) <= 8
                && year >= 1900
                && year <= 2099
                && Checks.day(year, (int) d.number(10, 12), (int) d.number(12, 14));
    }

    static int residentCheck(Digits d) {
        int sum = Checks.weighed(d, 0, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11;
        return (12 - sum) % 11;
    }

    private static boolean korean(Digits d) {
        return d.digit(6) >= 1 && d.digit(6) <= 8 && Checks.date(d, 0, 2, 4);
    }

    private static boolean southAfrican(Digits d) {
        return Checks.date(d, 0, 2, 4) && d.digit(10) <= 2 && Checks.luhn(d, 0, 13);
    }

    private static boolean tfn(Digits d) {
        return Checks.weighed(d, 0, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0;
    }

    private static boolean medicare(Digits d) {
        return d.digit(0) >= 2 && d.digit(0) <= 6 && Checks.weighed(d, 0, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == d.digit(8);
    }

    private static boolean myNumber(Digits d) {
        int rest = Checks.weighed(d, 0, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return (rest <= 1 ? 0 : 11 - rest) == d.digit(11);
    }

    private static boolean thai(Digits d) {
        int sum = Checks.weighed(d, 0, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
        return d.digit(0) >= 1 && (11 - sum % 11) % 10 == d.digit(12);
    }
}
