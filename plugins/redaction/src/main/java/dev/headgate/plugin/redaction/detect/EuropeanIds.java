package dev.headgate.plugin.redaction.detect;

/** Numbers of Europe that are digits alone; those with letters are among the {@link LetteredIds}. */
final class EuropeanIds {
    private EuropeanIds() {}

    static void register(NationalId to) {
        to.add(Kind.UK_NHS, Context.UK_NHS, 30, 95, EuropeanIds::nhs, "### ### ####", "###-###-####")
                .add(Kind.UK_NHS, Context.UK_NHS, 10, 93, EuropeanIds::nhs, "##########")
                .add(
                        Kind.DE_STEUER_ID,
                        Context.DE_STEUER_ID,
                        60,
                        97,
                        EuropeanIds::steuerId,
                        "###########",
                        "## ### ### ###")
                .add(Kind.FR_NIR, Context.FR_NIR, 92, 98, EuropeanIds::nir, "###############", "# ## ## ## ### ### ##")
                .add(Kind.PT_NIF, Context.PT_NIF, 15, 92, EuropeanIds::nif, "#########", "### ### ###")
                .add(Kind.NL_BSN, Context.NL_BSN, 15, 92, EuropeanIds::bsn, "#########", "####.##.###", "### ### ###")
                .add(Kind.BE_RRN, Context.BE_RRN, 70, 97, EuropeanIds::rrn, "###########")
                .add(
                        Kind.BE_RRN,
                        Context.BE_RRN,
                        82,
                        97,
                        EuropeanIds::rrn,
                        "##.##.##-###.##",
                        "##.##.## ### ##",
                        "###### ### ##")
                .add(Kind.PL_PESEL, Context.PL_PESEL, 60, 96, EuropeanIds::pesel, "###########")
                .add(
                        Kind.PL_NIP,
                        Context.PL_NIP,
                        25,
                        92,
                        EuropeanIds::nip,
                        "###-###-##-##",
                        "###-##-##-###",
                        "##########")
                .add(Kind.SE_PNR, Context.SE_PNR, 65, 96, d -> sePnr(d, 0), "######-####")
                .add(Kind.SE_PNR, Context.SE_PNR, 78, 96, d -> sePnr(d, 2), "########-####")
                .add(Kind.SE_PNR, Context.SE_PNR, 35, 92, d -> sePnr(d, 0), "##########")
                .add(Kind.SE_PNR, Context.SE_PNR, 60, 94, d -> sePnr(d, 2), "############")
                .add(Kind.NO_FNR, Context.NO_FNR, 78, 97, EuropeanIds::fnr, "###########", "###### #####")
                .add(Kind.DK_CPR, Context.DK_CPR, 45, 94, d -> Checks.date(d, 4, 2, 0), "######-####")
                .add(Kind.DK_CPR, Context.DK_CPR, 15, 85, d -> Checks.date(d, 4, 2, 0), "##########", "###### ####")
                .add(
                        Kind.CH_AHV,
                        Context.CH_AHV,
                        90,
                        98,
                        EuropeanIds::ahv,
                        "###.####.####.##",
                        "#############",
                        "### #### #### ##")
                .add(Kind.AT_SVNR, Context.AT_SVNR, 65, 95, EuropeanIds::svnr, "#### ######", "####-######")
                .add(Kind.AT_SVNR, Context.AT_SVNR, 40, 92, EuropeanIds::svnr, "##########")
                .add(Kind.CZ_RC, Context.CZ_RC, 75, 96, EuropeanIds::rodneCislo, "######/####")
                .add(Kind.CZ_RC, Context.CZ_RC, 30, 92, EuropeanIds::rodneCislo, "##########")
                .add(Kind.RO_CNP, Context.RO_CNP, 68, 97, EuropeanIds::cnp, "#############")
                .add(Kind.BG_EGN, Context.BG_EGN, 45, 95, EuropeanIds::egn, "##########")
                .add(
                        Kind.GR_AMKA,
                        Context.GR_AMKA,
                        45,
                        95,
                        d -> Checks.date(d, 4, 2, 0) && Checks.luhn(d, 0, 11),
                        "###########")
                .add(Kind.GR_AFM, Context.GR_AFM, 10, 92, EuropeanIds::afm, "#########")
                .add(Kind.TR_TCKN, Context.TR_TCKN, 68, 97, EuropeanIds::tckn, "###########")
                .add(Kind.HR_OIB, Context.HR_OIB, 20, 94, d -> Checks.mod11And10(d, 11), "###########")
                .add(Kind.EE_LT_CODE, Context.EE_LT_CODE, 62, 95, EuropeanIds::balticCode, "###########")
                .add(Kind.IS_KENNITALA, Context.IS_KENNITALA, 60, 95, EuropeanIds::kennitala, "######-####");
    }

    private static boolean nhs(Digits d) {
        int check = 11 - Checks.weighed(d, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return check != 10 && (check == 11 ? 0 : check) == d.digit(9);
    }

    /** Of the first ten digits one comes two or three times, and there is no leading zero. */
    private static boolean steuerId(Digits d) {
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[d.digit(i)]++;
        }
        int repeated = 0;
        for (int count : counts) {
            if (count > 3) {
                return false;
            }
            repeated += count > 1 ? 1 : 0;
        }
        return d.digit(0) != 0 && repeated == 1 && Checks.mod11And10(d, 11);
    }

    private static boolean nir(Digits d) {
        int month = (int) d.number(3, 5);
        return (d.digit(0) == 1 || d.digit(0) == 2)
                && ((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50)
                && 97 - d.number(0, 13) % 97 == d.number(13, 15);
    }

    private static boolean nif(Digits d) {
        int check = 11 - Checks.weighed(d, 0, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return d.digit(0) != 0 && d.digit(0) != 4 && (check >= 10 ? 0 : check) == d.digit(8);
    }

    private static boolean bsn(Digits d) {
        return Checks.weighed(d, 0, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
    }

    private static boolean rrn(Digits d) {
        int month = (int) d.number(2, 4) % 20;
        long base = d.number(0, 9);
        long check = d.number(9, 11);
        return month <= 12
                && d.number(4, 6) <= 31
                && (97 - base % 97 == check || 97 - (2_000_000_000L + base) % 97 == check);
    }

    private static boolean pesel(Digits d) {
        int month = (int) d.number(2, 4) % 20;
        return Checks.day(2000, month, (int) d.number(4, 6))
                && (10 - Checks.weighed(d, 0, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10 == d.digit(10);
    }

    private static boolean nip(Digits d) {
        return d.digit(0) != 0 && Checks.weighed(d, 0, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == d.digit(9);
    }

    /** Coordination numbers have sixty days added. */
    private static boolean sePnr(Digits d, int from) {
        int day = (int) d.number(from + 4, from + 6) % 60;
        long century = from == 0 ? 19 : d.number(0, 2);
        return (century == 19 || century == 20 || century == 18)
                && Checks.day(2000, (int) d.number(from + 2, from + 4), day)
                && Checks.luhn(d, from, from + 10);
    }

    private static boolean fnr(Digits d) {
        int day = (int) d.number(0, 2) % 40;
        int month = (int) d.number(2, 4) % 40;
        int first = (11 - Checks.weighed(d, 0, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11) % 11;
        int second = (11 - Checks.weighed(d, 0, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
        return Checks.day(2000, month, day) && first == d.digit(9) && second == d.digit(10);
    }

    /** An EAN-13 that begins with Switzerland's 756. */
    private static boolean ahv(Digits d) {
        return d.number(0, 3) == 756
                && (10 - Checks.weighed(d, 0, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3) % 10) % 10 == d.digit(12);
    }

    private static boolean svnr(Digits d) {
        int sum = Checks.weighed(d, 0, 3, 7, 9) + Checks.weighed(d, 4, 5, 8, 4, 2, 1, 6);
        return d.digit(0) != 0
                && Checks.day(2000, Math.min(12, (int) d.number(6, 8)), (int) d.number(4, 6))
                && sum % 11 == d.digit(3);
    }

    private static boolean rodneCislo(Digits d) {
        int month = (int) d.number(2, 4) % 50;
        month = month > 20 ? month - 20 : month;
        return Checks.day(2000, month, (int) d.number(4, 6))
                && (d.number(0, 10) % 11 == 0 || (d.number(0, 9) % 11 == 10 && d.digit(9) == 0));
    }

    private static boolean cnp(Digits d) {
        int check = Checks.weighed(d, 0, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return d.digit(0) != 0 && Checks.date(d, 1, 3, 5) && (check == 10 ? 1 : check) == d.digit(12);
    }

    private static boolean egn(Digits d) {
        int month = (int) d.number(2, 4);
        month = month > 40 ? month - 40 : month > 20 ? month - 20 : month;
        return Checks.day(2000, month, (int) d.number(4, 6))
                && Checks.weighed(d, 0, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == d.digit(9);
    }

    private static boolean afm(Digits d) {
        return Checks.weighed(d, 0, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == d.digit(8);
    }

    private static boolean tckn(Digits d) {
        int odd = d.digit(0) + d.digit(2) + d.digit(4) + d.digit(6) + d.digit(8);
        int even = d.digit(1) + d.digit(3) + d.digit(5) + d.digit(7);
        int tenth = Math.floorMod(odd * 7 - even, 10);
        return d.digit(0) != 0 && tenth == d.digit(9) && (odd + even + tenth) % 10 == d.digit(10);
    }

    private static boolean balticCode(Digits d) {
        int check = Checks.weighed(d, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
        if (check == 10) {
            check = Checks.weighed(d, 0, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
        }
        return d.digit(0) >= 1 && d.digit(0) <= 6 && Checks.date(d, 1, 3, 5) && check == d.digit(10);
    }

    private static boolean kennitala(Digits d) {
        int check = (11 - Checks.weighed(d, 0, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
        int day = (int) d.number(0, 2) % 40;
        return Checks.day(2000, (int) d.number(2, 4), day)
                && check == d.digit(8)
                && (d.digit(9) == 9 || d.digit(9) == 0);
    }
}
