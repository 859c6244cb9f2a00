package dev.headgate.plugin.redaction.detect;

import java.util.List;
import java.util.Random;

/** Texts made of what detectors look for: whole values, their beginnings, and what stands around them. */
public final class Grammar {
    private static final List<String> VALUES = List.of(
            "jane.doe+news@mail.example.co.uk",
            "a@b",
            "git@github.com:org/name",
            "4111 1111 1111 1111",
            "5105105105105100",
            "378282246310005",
            "+49 30 901820",
            "(212) 555-0187 ext. 42",
            "001-748-088-2851x818 office",
            "Phone: 785 8949",
            "call 20-32-85-26",
            "DE89 3702 0044 0532 0130 00",
            "GB33BUKB20201555555555",
            "SSN 536-90-4399",
            "AB 12 34 56 C",
            "AB123456C",
            "RSSMRA85T10A562S",
            "12345678Z",
            "131052-308T",
            "11010519491231002X",
            "born on 12th of March, 1985",
            "DOB: 03/12/1985",
            "date of birth March 12, 1985",
            "passport no. C01X00T47",
            "203.0.113.77:8080",
            "2001:db8::8a2e:370:7334",
            "00:1b:44:11:3a:b7",
            "00-1B-44-11-3A-B7",
            "https://user:s3cr3t@example.com/path",
            "postgres://app:hunter2pass@db:5432/x",
            "https://www.example.com/a/b?c=d.",
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "sk-ant-api03-" + "aB3_".repeat(24),
            "xoxb-123456789012-abcdefghijklmnopqrstuvwx",
            "api_key = \"k9XbQ27Lm0zR4vTc81Wy\"",
            "password: 'hunter2!'",
            "--password S3cr3t!! --next",
            "Password=Pa55word;Database=x",
            "client_secret=" + "Zk3".repeat(60),
            "Authorization: Bearer mF9xB5f41JqMzz88Qk21",
            "Authorization: Basic dXNlcjpwYXNzd29yZA==",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            "eyJraWQiOiJhYmMi" + "Ab1_".repeat(70),
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIG9tZSBzZWNyZXQga2V5IG1hdGVyaWFsIGhlcmUh
            -----END PRIVATE KEY-----\
            """,
            "-----BEGIN RSA PRIVATE KEY-----\n" + ("MIIEpAIBAAKCAQEA" + "b".repeat(48) + "\n").repeat(6)
                    + "-----END RSA PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\\n" + ("c".repeat(64) + "\\n").repeat(4) + "and so on it goes",
            "-----BEGIN CERTIFICATE-----",
            "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
            "new NetworkCredential(\"ann\", \"hunter2pass\")",
            "mysqli('db.example.net', 'app', 'hunter2pass', 'x')",
            "the password for the user 'ann' is 'blooberry'",
            "12 Mill Lane, Springfield, IL 62704-1234",
            "221B Baker Street, Flat 2, London NW1 6XE",
            "M\u00fchlenweg 5, 10115 Berlin",
            "Lindenstra\u00dfe 12a\n01067 Dresden",
            "[db]\nUser=app\nPassword=mypassword\n",
            "Provider=X;User ID=app; Password =mypassword;Data Source=y",
            "credentials {\n  username 'app'\n  password 'river-gate'\n}",
            "if (secret != \"open-sesame\") {",
            "my-logs.s3.eu-west-1.amazonaws.com/x",
            "1.234.567,89",
            "10-10-10-10-10-10",
            "a-b-c-d",
            "e=mc2 \ud83d\ude00 na\u00efve",
            "550e8400-e29b-41d4-a716-446655440000");

    private static final List<String> BETWEEN = List.of(
            " ",
            "",
            ", ",
            "\n",
            ": ",
            "; ",
            "-",
            ".",
            "(",
            ") ",
            "\"",
            "' ",
            "/",
            "@",
            "=",
            " is ",
            " and then ",
            "\t");

    private static final List<Tokens.Form> FORMS = Tokens.forms().toList();

    private Grammar() {}

    /** A text of so many. */
    public static String text(Random random, int values) {
        var drawn = new Drawn(random.nextLong());
        var text = new StringBuilder();
        for (int i = 0; i < values; i++) {
            String value = value(random, drawn);
            switch (random.nextInt(6)) {
                case 0 -> text.append(value, 0, random.nextInt(value.length() + 1));
                case 1 -> text.append(value.substring(random.nextInt(value.length())));
                default -> text.append(value);
            }
            text.append(BETWEEN.get(random.nextInt(BETWEEN.size())));
        }
        return text.toString();
    }

    private static String value(Random random, Drawn drawn) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                Tokens.Form form = drawn.one(FORMS);
                yield drawn.around(form, drawn.value(form.pattern()));
            }
            case 1 -> drawn.assigned(drawn.key());
            case 2 -> drawn.nearMiss();
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    }

    static List<String> values() {
        return VALUES;
    }
}
