package dev.headgate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The walls between the packages, and who may wait, read the time or look around in the machine. */
@AnalyzeClasses(packages = "dev.headgate", importOptions = ArchitectureTest.WhatIsShipped.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.headgate.";

    /** Each package directly under the root, and the floor it stands on. */
    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("api", 0),
            Map.entry("wire", 1),
            Map.entry("config", 1),
            Map.entry("time", 1),
            Map.entry("hub", 2),
            Map.entry("dialect", 3),
            Map.entry("credential", 4),
            Map.entry("provider", 5),
            Map.entry("route", 6),
            Map.entry("identity", 6),
            Map.entry("price", 6),
            Map.entry("state", 6),
            Map.entry("plugin", 6),
            Map.entry("upstream", 7),
            Map.entry("dispatch", 8),
            Map.entry("telemetry", 9),
            Map.entry("http", 10),
            Map.entry("app", 11));

    private static final String[] PURE = {
        "dev.headgate.hub..", "dev.headgate.dialect..", "dev.headgate.credential..", "dev.headgate.provider.."
    };

    @ArchTest
    static final ArchRule a_package_uses_lower_floors_only = classes()
            .that()
            .resideInAPackage("dev.headgate..")
            .should(useLowerFloorsOnly())
            .because("a floor that knew what stands on it could not be understood, tested or replaced by itself");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles = slices().matching("dev.headgate.(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages in a cycle are one package in many folders");

    @ArchTest
    static final ArchRule dialects_keep_apart = slices().matching("dev.headgate.dialect.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a wire format must be added or dropped without a look at the others");

    @ArchTest
    static final ArchRule providers_keep_apart = slices().matching("dev.headgate.provider.(*)..")
            .should()
            .notDependOnEachOther()
            .because("an operator must be added or dropped without a look at the others");

    @ArchTest
    static final ArchRule clouds_keep_apart = slices().matching("dev.headgate.credential.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a cloud must be added or dropped without a look at the others");

    @ArchTest
    static final ArchRule formats_and_operators_do_no_io = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "io.vertx..", "io.netty..", "java.net.http..", "java.nio.channels..", "java.nio.file..")
                    .or(DescribedPredicate.describe(
                            "are sockets", c -> c.getName().matches("java\\.net\\..*Socket.*"))))
            .because("what a format means must be testable with bytes alone");

    @ArchTest
    static final ArchRule nobody_waits = noClasses()
            .that()
            .resideOutsideOfPackage("dev.headgate.app..")
            .and()
            .doNotHaveFullyQualifiedName("dev.headgate.telemetry.LineWriter")
            .should()
            .callMethodWhere(calls(Thread.class, "sleep", "join")
                    .or(calls(Future.class, "await"))
                    .or(calls(CompletableFuture.class, "get", "join")))
            .because("a wait on an event loop holds up every request of that loop");

    @ArchTest
    static final ArchRule plugins_are_hosted_in_one_place = noClasses()
            .that()
            .resideOutsideOfPackages("dev.headgate.plugin..", "dev.headgate.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pf4j..")
            .because("PF4J is not safe between threads, and replaceable only behind one door");

    @ArchTest
    static final ArchRule the_api_shows_no_more_of_pf4j_than_its_mark = noClasses()
            .that()
            .resideInAPackage("dev.headgate.api..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.pf4j..")
                    .and(DescribedPredicate.describe(
                            "are not ExtensionPoint", c -> !c.getName().equals("org.pf4j.ExtensionPoint"))))
            .because("plugins compile against the api alone");

    @ArchTest
    static final ArchRule resilience_is_decided_at_the_attempts = noClasses()
            .that()
            .resideOutsideOfPackages("dev.headgate.upstream..", "dev.headgate.dispatch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.resilience4j..")
            .because("two layers that retry multiply");

    @ArchTest
    static final ArchRule redis_is_known_in_one_place = noClasses()
            .that()
            .resideOutsideOfPackage("dev.headgate.state.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lettuce..", "reactor..", "org.reactivestreams..")
            .because("a store that gateways share must be replaceable by another");

    @ArchTest
    static final ArchRule the_environment_is_read_by_the_configuration = noClasses()
            .that()
            .resideOutsideOfPackage("dev.headgate.config..")
            .should()
            .callMethodWhere(calls(System.class, "getenv"))
            .because("what a gateway does must follow from its file and be seen by 'check'");

    @ArchTest
    static final ArchRule time_is_told_by_the_clock = noClasses()
            .that()
            .resideOutsideOfPackages("dev.headgate.time..", "dev.headgate.app..")
            .should()
            .callMethodWhere(
                    calls(System.class, "nanoTime", "currentTimeMillis").or(calls(Instant.class, "now")))
            .because("a test moves the clock by hand");

    private ArchitectureTest() {}

    /** Leaves tests and their kit out. */
    static final class WhatIsShipped implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return new DoNotIncludeTests().includes(location) && !location.contains("testkit");
        }
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + wanted,
                call -> call.getTargetOwner().isAssignableTo(owner) && wanted.contains(call.getName()));
    }

    private static ArchCondition<JavaClass> useLowerFloorsOnly() {
        return new ArchCondition<>("use lower floors only") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                Optional<String> room = room(user);
                for (Dependency d : user.getDirectDependenciesFromSelf()) {
                    Optional<String> used = room(d.getTargetClass());
                    boolean fine = used.isEmpty() || used.equals(room) || floor(used) < floor(room);
                    if (!fine) {
                        events.add(SimpleConditionEvent.violated(d, d.getDescription()));
                    }
                }
            }
        };
    }

    /** The package directly under the root; none for what is not ours. */
    private static Optional<String> room(JavaClass c) {
        String name = c.getPackageName();
        return name.startsWith(ROOT)
                ? Optional.of(name.substring(ROOT.length()).replaceFirst("\\..*", ""))
                : Optional.empty();
    }

    private static int floor(Optional<String> room) {
        Integer floor = FLOORS.get(room.orElse(""));
        if (floor == null) {
            throw new AssertionError("no floor is written down for the package " + room.orElse("(root)"));
        }
        return floor;
    }
}
