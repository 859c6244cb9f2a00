package dev.headgate.plugin.redaction.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found and what looks like it and is not; the numbers are the issuers' own examples or made with their check digits. */
final class KindsTest {
    private static final Detectors ALL = Detectors.builder().detect("all").build();

    private static List<String> found(String text) {
        return ALL.find(text).stream().map(f -> f.kind() + " " + f.value(text)).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        email             | jane.doe+tag@mail.example.co.uk | Write to % today
        card              | 4111 1111 1111 1111             | paid with %.
        card              | 378282246310005                 | amex % ok
        card              | 6011-1111-1111-1117             | %
        iban              | GB82 WEST 1234 5698 7654 32     | to %, please
        iban              | de89370400440532013000          | to % please
        phone             | +44 20 7946 0958                | %
        phone             | (212) 555-0187                  | at % then
        phone             | 030 901820                      | Telefon: %
        us-ssn            | 536-90-4399                     | %
        us-itin           | 912-73-4567                     | %
        us-ein            | 12-3456789                      | EIN %
        uk-nino           | AB 12 34 56 C                   | NI number %
        uk-nhs            | 943 476 5919                    | NHS number %
        de-steuer-id      | 65929970489                     | %
        fr-nir            | 255081416802538                 | %
        it-codice-fiscale | RSSMRA85T10A562S                | %
        es-dni            | 12345678Z                       | DNI %
        es-dni            | X1234567L                       | NIE %
        pt-nif            | 123456789                       | NIF %
        nl-bsn            | 111222333                       | BSN %
        be-rrn            | 85.07.30-033.28                 | %
        pl-pesel          | 44051401359                     | PESEL %
        se-pnr            | 811228-9874                     | %
        fi-hetu           | 131052-308T                     | %
        ch-ahv            | 756.9217.0769.85                | %
        at-svnr           | 1237 010180                     | SVNR %
        cz-rc             | 736028/5163                     | %
        tr-tckn           | 10000000146                     | %
        br-cpf            | 529.982.247-25                  | CPF %
        ca-sin            | 046 454 286                     | SIN %
        au-tfn            | 123 456 782                     | TFN %
        in-pan            | AAAPL1234C                      | PAN card %
        cn-resident-id    | 11010519491231002X              | %
        sg-nric           | S1234567D                       | %
        za-id             | 8001015009087                   | %
        cl-rut            | 12.345.678-5                    | RUT %
        ip                | 203.0.113.77                    | from %:8080
        ip                | 2001:db8::8a2e:370:7334         | from %
        mac               | 00:1b:44:11:3a:b7               | %
        date-of-birth     | 12th of March, 1985             | born on %
        date-of-birth     | 03/12/1985                      | DOB: %
        postal-address    | 12 Mill Lane, Springfield, IL 62704 | to % please
        postal-address    | 1600 Pennsylvania Ave NW, Washington, DC 20500-0003 | at %.
        postal-address    | 221B Baker Street, London NW1 6XE | at % then
        postal-address    | Mühlenweg 5, 10115 Berlin       | Herr X, %, Tel.
        postal-address    | Lindenstraße 12a, 01067 Dresden | %
        passport          | C01X00T47                       | passport no. %
        url-credentials   | user:s3cr3t                     | https://%@example.com/x
        connection-string | app:hunter2pass                 | postgres://%@db:5432/x
        aws-key           | AKIAIOSFODNN7EXAMPLE            | id %
        github-token      | ghp_16C7e42F292c6912E7710c838347Ae178B4a | token %
        stripe-key        | sk_live_4eC39HqLyjWDarjtT1zdp7dc | %
        google-key        | AIzaSyA1234567890abcdefghijklmnopqrstuv | key=%
        password-hash     | $2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW | %
        authorization     | dXNlcjpwYXNzd29yZA==            | Authorization: Basic %
        assigned-secret   | k9XbQ27Lm0zR4vTc81Wy            | api_key = "%"
        assigned-secret   | Pa55word                        | Server=a;Password=%;Database=b
        assigned-secret   | vzihlaquknriqlht                | new NetworkCredential("ann", "%")
        assigned-secret   | blooberry                       | the default password is "%"
        assigned-secret   | tr1cky                          | The password for the user 'ann' is '%'.
        azure-key         | xY18Q~aBcD3fGhIjKlMnOpQrStUvWxYz01234aB | secret %
        vendor-token      | 0123456789abcdef0123456789abcdef-us13 | key %
        vendor-token      | 00QCjAl4MlV-WPXM-ABCDEFGHIJKL-0HmjFx-vbGua | okta token: %
        cloud-resource    | river-logs.s3.eu-west-1.amazonaws.com | in % and
        """)
    void finds(String kind, String value, String around) {
        assertThat(found(around.replace("%", value))).contains(kind + " " + value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        user@host and @mention and a@b.png
        git@github.com:org/name
        4111 1111 1111 1112
        GB82 WEST 1234 5698 7654 33
        in 2024 there were 1,234,567 of 10.000.000
        2024-05-01 12:30:45 and 01.05.2024
        000-12-3456 and 666-12-3456
        RSSMRA85T10A562T
        12345678A
        version 1.2.3.4 of it, 127.0.0.1
        std::vector a::b 12:30:45
        550e8400-e29b-41d4-a716-446655440000
        da39a3ee5e6b4b0d3255bfef95601890afd80709
        api_key = "your-api-key-here"
        api_key = os.environ["API_KEY"]
        password = get_password(user)
        password: ${DB_PASSWORD}
        the password is required
        token = "<token>"
        postgres://$USER:$PASSWORD@db/x
        -----BEGIN CERTIFICATE-----
        eyJub3RhIjoiand0In0 is no token
        12 Mill Lane and 5 Old Road, both in the valley
        in 2024 Main Street changed; 12 Angry Men, IL 62704
        Fahrweg 5, 101150 Berlin und Unterwegs 5
        12 Mill Lane, Springfield, XX 62704
        sk-learn and xoxb- and AKIA
        apiKey=px-api-a1b2c3d4-e5f6-g7h8-i8j0-k0l3m3n4o0p5
        sk-proj-your-api-key-goes-here-instead-of-this-one
        passwordLabel:"Password:",rememberMeLabel:"Remember me:"
        this.addPassword = "#add-password";
        00QCjAl4MlV-WPXM-ABCDEFGHIJKL-0HmjFx-vbGua
        commit 3b335d612137949d2f21fcc6c8c8164db7603227
        """)
    void passes_over(String text) {
        assertThat(found(text)).isEmpty();
    }
}
