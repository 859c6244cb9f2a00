package dev.headgate.plugin.redaction.detect;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The numbering plans of the world, from libphonenumber's data, as automata: the library's own matching may take longer than
 * a text that is full of numbers allows.
 */
final class Numbering {
    private static final Map<Integer, Optional<DigitAutomaton>> PLANS = new ConcurrentHashMap<>();

    private final int country;
    private final String trunk;

    private Numbering(int country, String trunk) {
        this.country = country;
        this.trunk = trunk;
    }

    /**
     * The plans as seen from a region.
     *
     * @throws IllegalArgumentException when there is no such region
     */
    static Numbering of(String region) {
        String upper = region.toUpperCase(Locale.ROOT);
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(upper)) {
            throw new IllegalArgumentException(
                    "no region \"" + region + "\"; use a country's two letters, such as US, GB or DE");
        }
        PhoneMetadata metadata = metadata(upper);
        // Numbers without a country's code are of these, and the first of them should not wait.
        plan(1);
        plan(metadata.getCountryCode());
        return new Numbering(metadata.getCountryCode(), metadata.getNationalPrefix());
    }

    private static PhoneMetadata metadata(String region) {
        return DefaultMetadataDependenciesProvider.getInstance()
                .getPhoneNumberMetadataSource()
                .getMetadataForRegion(region);
    }

    /** The plan of a country's code, made when it is first asked for; or none. */
    private static Optional<DigitAutomaton> plan(int code) {
        return PLANS.computeIfAbsent(code, c -> {
            List<String> patterns = new ArrayList<>();
            for (String region : PhoneNumberUtil.getInstance().getRegionCodesForCountryCode(c)) {
                PhoneMetadata m = region.equals(PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY)
                        ? DefaultMetadataDependenciesProvider.getInstance()
                                .getPhoneNumberMetadataSource()
                                .getMetadataForNonGeographicalRegion(c)
                        : metadata(region);
                add(m, patterns);
            }
            return patterns.isEmpty() ? Optional.empty() : Optional.of(new DigitAutomaton(patterns));
        });
    }

    private static void add(PhoneMetadata m, List<String> patterns) {
        Stream.of(
                        m.getFixedLine(),
                        m.getMobile(),
                        m.getTollFree(),
                        m.getPremiumRate(),
                        m.getSharedCost(),
                        m.getPersonalNumber(),
                        m.getVoip(),
                        m.getPager(),
                        m.getUan())
                .map(PhoneNumberDesc::getNationalNumberPattern)
                .filter(p -> !p.isEmpty() && !p.equals("NA"))
                .forEach(patterns::add);
    }

    /** Whether digits are a country's code and a number of its plan, with or without a trunk zero between them. */
    boolean isInternational(String digits) {
        int code = 0;
        for (int i = 0; i < Math.min(3, digits.length() - 4); i++) {
            code = code * 10 + digits.charAt(i) - '0';
            if (matches(code, digits, i + 1) || (digits.charAt(i + 1) == '0' && matches(code, digits, i + 2))) {
                return true;
            }
        }
        return false;
    }

    /** Whether ten digits are a number of North America's plan. */
    boolean isNorthAmerican(String digits) {
        return matches(1, digits, 0);
    }

    /** Whether digits are a number as it is dialled within the region. */
    boolean isDomestic(String digits) {
        boolean prefixed = !trunk.isEmpty() && digits.startsWith(trunk);
        return (prefixed && matches(country, digits, trunk.length())) || matches(country, digits, 0);
    }

    private static boolean matches(int code, String digits, int from) {
        Optional<DigitAutomaton> plan = plan(code);
        return plan.isPresent() && plan.get().matches(digits, from);
    }
}
