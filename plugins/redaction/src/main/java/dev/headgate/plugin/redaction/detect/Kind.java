package dev.headgate.plugin.redaction.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A kind of thing that is found without being told what it looks like. */
public enum Kind {
    EMAIL(Group.PERSONAL, "E-mail addresses with a domain that could exist"),
    PHONE(Group.PERSONAL, "Telephone numbers: international form, the plan of the country, or a word beside them"),
    DATE_OF_BIRTH(Group.PERSONAL, "Dates after a word such as born, DOB or Geburtsdatum"),
    PASSPORT(Group.PERSONAL, "Passport numbers after a word such as passport"),
    DRIVING_LICENCE(Group.PERSONAL, "Driving licence numbers after such a word"),
    POSTAL_ADDRESS(
            Group.PERSONAL, "Postal addresses of the USA, Britain and Germany: house number, kind of street, postcode"),
    CARD(Group.FINANCIAL, "Payment card numbers: issuer range and length, Luhn's digit"),
    IBAN(Group.FINANCIAL, "IBANs: the country's length, mod 97"),
    US_SSN(Group.NATIONAL_ID, "Social Security numbers of the USA: ranges"),
    US_ITIN(Group.NATIONAL_ID, "Taxpayer identification numbers of the USA: ranges"),
    US_EIN(Group.NATIONAL_ID, "Employer identification numbers of the USA, after a word: prefix"),
    US_NPI(Group.NATIONAL_ID, "Provider identifiers of the USA, after a word: Luhn's digit"),
    CA_SIN(Group.NATIONAL_ID, "Social insurance numbers of Canada, after a word: Luhn's digit"),
    MX_CURP(Group.NATIONAL_ID, "CURP of Mexico: form, date, check digit"),
    MX_RFC(Group.NATIONAL_ID, "RFC of Mexico, after a word: form, date"),
    BR_CPF(Group.NATIONAL_ID, "CPF of Brazil: two check digits"),
    BR_CNPJ(Group.NATIONAL_ID, "CNPJ of Brazil: two check digits"),
    AR_CUIT(Group.NATIONAL_ID, "CUIT and CUIL of Argentina: prefix, check digit"),
    CL_RUT(Group.NATIONAL_ID, "RUT of Chile: check digit (not K)"),
    UK_NINO(Group.NATIONAL_ID, "National insurance numbers of Britain: prefixes that are given out"),
    UK_NHS(Group.NATIONAL_ID, "NHS numbers, after a word: check digit"),
    IE_PPS(Group.NATIONAL_ID, "PPS numbers of Ireland, after a word: check letter"),
    DE_STEUER_ID(Group.NATIONAL_ID, "Tax identification numbers of Germany: repeated digits, check digit"),
    DE_ID_CARD(
            Group.NATIONAL_ID, "Identity card numbers of Germany, after a word: alphabet, check digit where written"),
    FR_NIR(Group.NATIONAL_ID, "NIR of France, Corsica too: month, mod 97"),
    IT_CODICE_FISCALE(Group.NATIONAL_ID, "Codice fiscale of Italy: form, check letter"),
    ES_DNI(Group.NATIONAL_ID, "DNI and NIE of Spain: check letter"),
    PT_NIF(Group.NATIONAL_ID, "NIF of Portugal, after a word: check digit"),
    NL_BSN(Group.NATIONAL_ID, "BSN of the Netherlands, after a word: eleven test"),
    BE_RRN(Group.NATIONAL_ID, "National register numbers of Belgium: date, mod 97"),
    PL_PESEL(Group.NATIONAL_ID, "PESEL of Poland: date, check digit"),
    PL_NIP(Group.NATIONAL_ID, "NIP of Poland, after a word: check digit"),
    SE_PNR(Group.NATIONAL_ID, "Personal numbers of Sweden: date, Luhn's digit"),
    NO_FNR(Group.NATIONAL_ID, "Birth numbers of Norway: date, two check digits"),
    DK_CPR(Group.NATIONAL_ID, "CPR numbers of Denmark, after a word: date"),
    FI_HETU(Group.NATIONAL_ID, "HETU of Finland: date, check character"),
    IS_KENNITALA(Group.NATIONAL_ID, "Kennitala of Iceland: date, check digit"),
    CH_AHV(Group.NATIONAL_ID, "AHV numbers of Switzerland: EAN-13"),
    AT_SVNR(Group.NATIONAL_ID, "Social insurance numbers of Austria: date, check digit"),
    CZ_RC(Group.NATIONAL_ID, "Birth numbers of Czechia and Slovakia: date, mod 11"),
    RO_CNP(Group.NATIONAL_ID, "CNP of Romania: date, check digit"),
    BG_EGN(Group.NATIONAL_ID, "EGN of Bulgaria, after a word: date, check digit"),
    GR_AMKA(Group.NATIONAL_ID, "AMKA of Greece, after a word: date, Luhn's digit"),
    GR_AFM(Group.NATIONAL_ID, "AFM of Greece, after a word: check digit"),
    HR_OIB(Group.NATIONAL_ID, "OIB of Croatia, after a word: check digit"),
    EE_LT_CODE(Group.NATIONAL_ID, "Personal codes of Estonia and Lithuania: date, check digit"),
    TR_TCKN(Group.NATIONAL_ID, "Identity numbers of Turkey: two check digits"),
    IN_AADHAAR(Group.NATIONAL_ID, "Aadhaar numbers of India: Verhoeff's digit"),
    IN_PAN(Group.NATIONAL_ID, "PAN of India: form, holder's letter"),
    CN_RESIDENT_ID(Group.NATIONAL_ID, "Resident identity numbers of China: date, check character"),
    KR_RRN(Group.NATIONAL_ID, "Resident registration numbers of Korea: date, century"),
    JP_MY_NUMBER(Group.NATIONAL_ID, "My Number of Japan, after a word: check digit"),
    TW_ID(Group.NATIONAL_ID, "Identity numbers of Taiwan: check digit"),
    SG_NRIC(Group.NATIONAL_ID, "NRIC and FIN of Singapore: check letter"),
    TH_ID(Group.NATIONAL_ID, "Identity numbers of Thailand: check digit"),
    IL_ID(Group.NATIONAL_ID, "Identity numbers of Israel, after a word: Luhn's digit"),
    ZA_ID(Group.NATIONAL_ID, "Identity numbers of South Africa: date, Luhn's digit"),
    AU_TFN(Group.NATIONAL_ID, "Tax file numbers of Australia, after a word: check digit"),
    AU_MEDICARE(Group.NATIONAL_ID, "Medicare numbers of Australia, after a word: check digit"),
    IP(Group.NETWORK, "IP addresses, version 4 and 6"),
    MAC(Group.NETWORK, "MAC addresses"),
    URL(Group.NETWORK, "Web addresses; only when named, since most are no secret"),
    URL_CREDENTIALS(Group.SECRET, "User and password, or a token, in a URL"),
    CONNECTION_STRING(Group.SECRET, "User and password in the URL of a database or a queue"),
    OPENAI_KEY(Group.SECRET, "Keys of OpenAI"),
    ANTHROPIC_KEY(Group.SECRET, "Keys of Anthropic"),
    AWS_KEY(Group.SECRET, "Key ids and tokens of AWS"),
    GOOGLE_KEY(Group.SECRET, "Keys, client secrets and tokens of Google"),
    AZURE_KEY(Group.SECRET, "Keys, client secrets and tokens of Azure"),
    GITHUB_TOKEN(Group.SECRET, "Tokens of GitHub"),
    GITLAB_TOKEN(Group.SECRET, "Tokens of GitLab"),
    SLACK_TOKEN(Group.SECRET, "Tokens and webhooks of Slack"),
    STRIPE_KEY(Group.SECRET, "Keys of Stripe"),
    VENDOR_TOKEN(Group.SECRET, "Tokens of a hundred others that bear their issuer's mark"),
    PRIVATE_KEY(Group.SECRET, "Private keys: PEM, OpenSSH, PGP, PuTTY"),
    JWT(Group.SECRET, "JSON Web Tokens whose header decodes"),
    AUTHORIZATION(Group.SECRET, "Basic and Bearer credentials, and passwords of commands"),
    PASSWORD_HASH(Group.SECRET, "Hashes of passwords as crypt(3) and its kin write them"),
    ASSIGNED_SECRET(Group.SECRET, "Values assigned to names such as password or api_key that could be one"),
    CLOUD_RESOURCE(Group.SECRET, "Names of buckets, accounts and other resources that a cloud keeps for one customer");

    /** What kinds are named together by. */
    public enum Group {
        PERSONAL,
        FINANCIAL,
        NATIONAL_ID,
        NETWORK,
        SECRET;

        /** As it is written in settings. */
        public String label() {
            return written(name());
        }
    }

    private final Group group;
    private final String label;
    private final String description;

    Kind(Group group, String description) {
        this.group = group;
        this.label = written(name());
        this.description = description;
    }

    /** As it is written in settings and in {@link Finding#kind()}. */
    public String label() {
        return label;
    }

    /** What it is named together with. */
    public Group group() {
        return group;
    }

    /** What is found and how it is told from other things. */
    public String description() {
        return description;
    }

    /** Whether it is looked for only when it is named itself, and not with its group. */
    public boolean onlyByName() {
        return this == URL;
    }

    /**
     * The kinds of a name, which may be a kind's, a group's or {@code all}.
     *
     * @throws IllegalArgumentException when nothing is called so
     */
    public static List<Kind> named(String name) {
        if (name.equals("all")) {
            return Arrays.stream(values()).filter(k -> !k.onlyByName()).toList();
        }
        List<Kind> kinds = Arrays.stream(values())
                .filter(k -> k.label().equals(name) || (k.group.label().equals(name) && !k.onlyByName()))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("no kind \"" + name + "\"; known: "
                    + String.join(
                            ", ",
                            Stream.concat(
                                            Arrays.stream(Group.values()).map(Group::label),
                                            Arrays.stream(values()).map(Kind::label))
                                    .toList()));
        }
        return kinds;
    }

    private static String written(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
