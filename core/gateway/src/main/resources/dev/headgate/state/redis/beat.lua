-- One gateway says that it is there, and learns how many are and what time it is. Keys: gateways, clock. Arguments: a
-- test's time or -1; the gateway's id; how long it counts as there; the time the data was begun at, should it be new.
-- Answers: gateways; the server's time; what has to be added to that because it was set; how often it was; when the data
-- was begun, which is another time after it was lost.
local t = tonumber(ARGV[1])
if t < 0 then
  local now = redis.call('TIME')
  t = now[1] * 1000 + math.floor(now[2] / 1000)
end
redis.call('ZADD', KEYS[1], string.format('%.0f', t), ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', t - tonumber(ARGV[3])))
redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('%.0f', t + tonumber(ARGV[3])), '+inf')
local kept = redis.call('GET', KEYS[2])
if not kept then
  kept = '0 0 ' .. ARGV[4]
  redis.call('SET', KEYS[2], kept)
end
local offset, times, begun = string.match(kept, '^(%S+) (%S+) (%S+)$')
return { redis.call('ZCARD', KEYS[1]), t, tonumber(offset), tonumber(times), begun }
