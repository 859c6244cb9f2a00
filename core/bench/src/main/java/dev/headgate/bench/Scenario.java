package dev.headgate.bench;

import java.util.List;

/** One kind of measurement, picked by its name. */
interface Scenario {
    /** In the order they are run: those that the goals are about before the others, should the time not do for all. */
    List<Scenario> ALL = List.of(
            new ChatScenario("chat-1k"),
            new ChatScenario("chat-100k"),
            new StreamScenario(1000, Mock.Pace.USUAL),
            new FirstByteScenario(),
            new OpenLoopScenario(),
            new StartScenario(),
            new FirstSecondsScenario(),
            new MemoryScenario(),
            FlatScenario.keys(),
            FlatScenario.models(),
            new StreamScenario(5000, Mock.Pace.SLOW),
            new StreamScenario(100, Mock.Pace.USUAL),
            new LoopsScenario(),
            VariantsScenario.filters(),
            VariantsScenario.sharedLimits(),
            VariantsScenario.ioUring(),
            VariantsScenario.ioUringStreams(),
            VariantsScenario.filteredStreams(),
            VariantsScenario.translated(),
            VariantsScenario.translatedStreams());

    String name();

    /** What is measured, in one or two sentences. */
    String about();

    /** What it judges by. */
    List<Goal> goals();

    /** Whether a quick run has time for it. */
    boolean quick();

    Section measure(Lab lab) throws NotMeasured, InterruptedException;
}
