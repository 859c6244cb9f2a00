# A JDK builds the distribution, and a Java runtime of the modules that it needs and no others.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -Dmaven.test.skip=true package
RUN jlink --add-modules java.base,java.logging,java.management,java.naming,jdk.unsupported \
    --strip-debug --no-header-files --no-man-pages --compress zip-6 --output /opt/java

FROM debian:bookworm-slim
ENV JAVA_HOME=/opt/java
COPY --from=build /opt/java /opt/java
COPY --from=build /src/target/headgate /opt/headgate
# The cache of loaded classes belongs to the JVM that made it, so it is made here; without it the start is only slower.
RUN HEADGATE_JAVA_OPTS=-XX:AOTCacheOutput=/opt/headgate/headgate.aot /opt/headgate/headgate warm-up \
    || rm -f /opt/headgate/headgate.aot
# The only folder that is written to. All else may be read-only, but for a /tmp that native code may be run from; without
# one, sockets are driven by plain Java.
RUN mkdir /opt/headgate/data && chown 10001:10001 /opt/headgate/data
VOLUME /opt/headgate/data
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /opt/headgate
EXPOSE 8080 8081
# Without a JVM: a shell that speaks to the data plane's default port.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /livez HTTP/1.1\\r\\nhost: localhost\\r\\nconnection: close\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["/opt/headgate/headgate"]
# The default configuration listens on loopback only; docker-compose.yml has one that is reachable.
CMD ["run"]
