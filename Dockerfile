# A JDK builds the distribution folder, a JRE runs it.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -Dmaven.test.skip=true package

FROM eclipse-temurin:25-jre
COPY --from=build /src/target/headgate /opt/headgate
# The cache of loaded classes belongs to the JVM that made it, so it is made here; without it the start is only slower.
RUN HEADGATE_JAVA_OPTS=-XX:AOTCacheOutput=/opt/headgate/headgate.aot /opt/headgate/headgate warm-up \
    || rm -f /opt/headgate/headgate.aot
RUN useradd --system --no-create-home headgate
USER headgate
WORKDIR /opt/headgate
EXPOSE 8080 8081
# Without a JVM: a shell that speaks to the data plane's default port.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /livez HTTP/1.1\\r\\nhost: localhost\\r\\nconnection: close\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["/opt/headgate/headgate"]
# The default configuration listens on loopback only; docker-compose.yml has one that is reachable.
CMD ["run"]
