package dev.headgate.plugin.redaction.detect;

import java.util.List;

/** Words before a value that say what it is. */
enum Context {
    CARD("card|credit card|debit card|cc|visa|mastercard|amex|pan|carte|karte|kreditkarte|tarjeta"),
    LOGIN("curl|login|psexec|psexec.exe|mysql|mysqldump|sshpass|wget|http|ldapsearch|smbclient|rpcclient|net"
            + " use|connect"),
    PHONE("phone|phones|phone number|telephone|tel|mobile|cell|cellphone|cell phone|fax|whatsapp|sms|hotline|landline|"
            + "handy|telefon|telefonnummer|telefoon|telefone|celular|cellulare|telefono|tel\u00e9fono|t\u00e9l\u00e9phone|t\u00e9l|"
            + "m\u00f3vil|portable|mobil|mobiel|gsm|puhelin|rufnummer|phone_number|phonenumber|mobile_number|ph|mob"),
    CALL("call|calling|dial|ring|reach us|reach me|reach you|reach him|reach her|contact|text me|answering at|"
            + "number is|contact number|call me|give me a ring"),
    BORN("born|dob|d.o.b|birth|birthday|birthdate|date_of_birth|dateofbirth|geboren|geburtsdatum|geb|n\u00e9"
            + " le|n\u00e9e le|date de naissance|naissance|nacimiento|nacido|nacida|nato il|nata"
            + " il|nascita|nascimento|geboortedatum|syntym\u00e4aika|f\u00f8dt|f\u00f6dd|urodzenia"),
    PASSPORT(
            "passport|passeport|reisepass|reisepassnummer|pasaporte|passaporto|passaporte|paspoort|paszport|passnummer"),
    DRIVING_LICENCE(
            "driver license|drivers license|driver's license|driver licence|driving licence|driving license|driver's"
                    + " licence|licence number|license number|license is|dl|f\u00fchrerschein|permis de"
                    + " conduire|patente|rijbewijs|dln"),
    ANY_ID("id|id number|identity|identification|national id|tax id|personal number|id no|citizen|taxpayer|ssn"),
    US_SSN("ssn|social security|social security number|social|ss#|soc sec|ssns|social_security"),
    US_ITIN("itin|tin|taxpayer|tax id|individual taxpayer"),
    US_EIN("ein|fein|employer identification|employer id|tax id|federal tax"),
    US_NPI("npi|provider identifier"),
    CA_SIN("sin|social insurance|nas|num\u00e9ro d'assurance sociale"),
    MX_RFC("rfc"),
    BR_CPF("cpf|cnpj|cpf/cnpj|cadastro"),
    AR_CUIT("cuit|cuil"),
    CL_RUT("rut|run|rol \u00fanico"),
    UK_NINO("nino|national insurance|ni number|ni no|nin"),
    UK_NHS("nhs|nhs number|nhs no|patient"),
    IE_PPS("pps|ppsn|pps number"),
    DE_STEUER_ID(
            "steuer-id|steuerid|steuer id|idnr|steueridentifikationsnummer|identifikationsnummer|tin|steuernummer"),
    DE_ID_CARD("personalausweis|ausweis|ausweisnummer|personalausweisnummer|identity card|id card"),
    FR_NIR("nir|s\u00e9curit\u00e9 sociale|num\u00e9ro de s\u00e9cu|insee|s\u00e9cu"),
    PT_NIF("nif|contribuinte|n\u00famero de contribuinte"),
    NL_BSN("bsn|burgerservicenummer|sofinummer|sofi"),
    BE_RRN("rijksregister|rijksregisternummer|registre national|nationaal nummer|num\u00e9ro national|niss|insz"),
    PL_PESEL("pesel"),
    PL_NIP("nip"),
    SE_PNR("personnummer|personnr|samordningsnummer|personal number"),
    NO_FNR("f\u00f8dselsnummer|fodselsnummer|fnr|personnummer|d-nummer"),
    DK_CPR("cpr|cpr-nr|cpr-nummer|personnummer|cpr nummer"),
    IS_KENNITALA("kennitala|kt"),
    CH_AHV("ahv|avs|ahv-nr|oasi"),
    AT_SVNR("svnr|sv-nummer|sozialversicherungsnummer|sozialversicherung|versicherungsnummer"),
    CZ_RC("rodn\u00e9 \u010d\u00edslo|rodne cislo|r\u010d|birth number|rc"),
    RO_CNP("cnp|cod numeric personal"),
    BG_EGN("egn|\u0435\u0433\u043d"),
    GR_AMKA("amka|\u03b1\u03bc\u03ba\u03b1"),
    GR_AFM("afm|\u03b1\u03c6\u03bc"),
    HR_OIB("oib"),
    EE_LT_CODE("isikukood|asmens kodas|personal code"),
    TR_TCKN("tckn|tc kimlik|t.c. kimlik|kimlik|tc no"),
    IN_AADHAAR("aadhaar|aadhar|uidai|uid"),
    IN_PAN("pan|pan card|permanent account number|income tax"),
    CN_RESIDENT_ID("resident id|resident identity|shenfenzheng"),
    KR_RRN("rrn|resident registration"),
    JP_MY_NUMBER("my number|mynumber|individual number|kojin bango"),
    TH_ID("thai id|thai national id"),
    IL_ID("teudat zehut|israeli id|israel id"),
    ZA_ID("south african id|sa id|rsa id"),
    AU_TFN("tfn|tax file number|tax file"),
    AU_MEDICARE("medicare"),
    VERSION("version|release|v|build|section|firmware");

    private final String words;

    Context(String words) {
        this.words = words;
    }

    List<String> words() {
        return List.of(words.split("\\|", -1));
    }
}
