package dev.headgate.plugin.redaction.detect;

/** Numbers of the Americas. */
final class AmericanIds {
    private AmericanIds() {}

    static void register(NationalId to) {
        to.add(Kind.US_SSN, Context.US_SSN, 75, 97, AmericanIds::ssn, "###-##-####")
                .add(Kind.US_SSN, Context.US_SSN, 40, 95, AmericanIds::ssn, "### ## ####", "###.##.####")
                .add(Kind.US_SSN, Context.US_SSN, 5, 85, AmericanIds::ssn, "#########")
                .add(Kind.US_ITIN, Context.US_ITIN, 75, 97, AmericanIds::itin, "###-##-####")
                .add(Kind.US_ITIN, Context.US_ITIN, 5, 85, AmericanIds::itin, "### ## ####", "#########")
                .add(Kind.US_EIN, Context.US_EIN, 10, 90, AmericanIds::ein, "##-#######", "#########")
                .add(Kind.US_NPI, Context.US_NPI, 5, 90, AmericanIds::npi, "##########")
                .add(Kind.BR_CPF, Context.BR_CPF, 60, 97, AmericanIds::cpf, "###########")
                .add(Kind.BR_CPF, Context.BR_CPF, 80, 97, AmericanIds::cpf, "###.###.###-##")
                .add(Kind.BR_CNPJ, Context.BR_CPF, 60, 97, AmericanIds::cnpj, "##############")
                .add(Kind.BR_CNPJ, Context.BR_CPF, 80, 97, AmericanIds::cnpj, "##.###.###/####-##")
                .add(Kind.CA_SIN, Context.CA_SIN, 25, 92, AmericanIds::sin, "### ### ###", "###-###-###")
                .add(Kind.CA_SIN, Context.CA_SIN, 5, 88, AmericanIds::sin, "#########")
                .add(Kind.AR_CUIT, Context.AR_CUIT, 70, 95, AmericanIds::cuit, "##-########-#")
                .add(Kind.AR_CUIT, Context.AR_CUIT, 30, 90, AmericanIds::cuit, "###########")
                .add(Kind.CL_RUT, Context.CL_RUT, 75, 95, AmericanIds::rut, "##.###.###-#", "#.###.###-#")
                .add(Kind.CL_RUT, Context.CL_RUT, 20, 90, AmericanIds::rut, "########-#", "#######-#");
    }

    /** Social Security Administration: no area 000, 666 or 900 and above, no group 00, no serial 0000. */
    private static boolean ssn(Digits d) {
        long area = d.number(0, 3);
        return area != 0
                && area != 666
                && area < 900
                && d.number(3, 5) != 0
                && d.number(5, 9) != 0
                // Printed on sample cards, and so nobody's.
                && d.number(0, 9) != 78_051_120L
                && d.number(0, 9) != 219_099_999L;
    }

    /** Internal Revenue Service: a 9, and a group among those given out. */
    private static boolean itin(Digits d) {
        long group = d.number(3, 5);
        return d.digit(0) == 9
                && ((group >= 50 && group <= 65)
                        || (group >= 70 && group <= 88)
                        || (group >= 90 && group <= 92)
                        || (group >= 94 && group <= 99));
    }

    private static boolean ein(Digits d) {
        int prefix = (int) d.number(0, 2);
        return prefix >= 1
                && prefix != 7
                && prefix != 8
                && prefix != 9
                && prefix != 17
                && prefix != 18
                && prefix != 19
                && prefix != 28
                && prefix != 29
                && prefix != 49
                && prefix != 69
                && prefix != 70
                && prefix != 78
                && prefix != 79
                && prefix != 89
                && prefix != 96
                && prefix != 97;
    }

    /** Luhn's over the issuer number 80840 and the ten digits. */
    private static boolean npi(Digits d) {
        int sum = 24;
        for (int i = 0; i < 10; i++) {
            int digit = d.digit(i);
            if (i % 2 == 0) {
                digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            }
            sum += digit;
        }
        return (d.digit(0) == 1 || d.digit(0) == 2) && sum % 10 == 0;
    }

    private static boolean cpf(Digits d) {
        int first = Checks.weighed(d, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Checks.weighed(d, 0, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == d.digit(9) && second == d.digit(10);
    }

    private static boolean cnpj(Digits d) {
        int first = Checks.weighed(d, 0, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        int second = Checks.weighed(d, 0, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return (first < 2 ? 0 : 11 - first) == d.digit(12) && (second < 2 ? 0 : 11 - second) == d.digit(13);
    }

    private static boolean sin(Digits d) {
        return d.digit(0) != 8 && Checks.luhn(d, 0, 9);
    }

    private static boolean cuit(Digits d) {
        int prefix = (int) d.number(0, 2);
        int check = 11 - Checks.weighed(d, 0, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return (prefix == 20
                        || prefix == 23
                        || prefix == 24
                        || prefix == 25
                        || prefix == 26
                        || prefix == 27
                        || prefix == 30
                        || prefix == 33
                        || prefix == 34)
                && (check == 11 ? 0 : check) == d.digit(10);
    }

    private static boolean rut(Digits d) {
        int n = d.group(0) == 1 || d.group(0) == 7 ? 7 : 8;
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += d.digit(n - 1 - i) * (2 + i % 6);
        }
        int check = 11 - sum % 11;
        return (check == 11 ? 0 : check) == d.digit(n);
    }
}
