package dev.headgate.bench;

import java.util.List;

/** One kind of measurement, picked by its name. */
interface Scenario {
    List<Scenario> ALL = List.of(
            new ChatScenario("chat-1k"),
            new ChatScenario("chat-100k"),
            new StreamScenario(100, Mock.Pace.USUAL),
            new StreamScenario(1000, Mock.Pace.USUAL),
            new StreamScenario(5000, Mock.Pace.SLOW),
            new OpenLoopScenario(),
            new FirstByteScenario(),
            FlatScenario.keys(),
            FlatScenario.models(),
            new LoopsScenario(),
            new MemoryScenario(),
            new StartScenario(),
            new FirstSecondsScenario());

    String name();

    /** What is measured, in one or two sentences. */
    String about();

    /** Whether a quick run has time for it. */
    boolean quick();

    Section measure(Lab lab) throws NotMeasured, InterruptedException;
}
