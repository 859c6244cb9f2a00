-- Keys: leases, holds, levels. Arguments: the clock's three; id; lease. Answers: 1 lasts longer, 0 not open, -1 sent at
-- another time; the time.
local now, t = clock()
if not now then return { -1, t } end
sweep(KEYS[1], KEYS[2], now)
if redis.call('HEXISTS', KEYS[2], ARGV[4]) == 0 then return { 0, t } end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[5])), ARGV[4])
for i = 3, #KEYS do
  if redis.call('PTTL', KEYS[i]) < LONGEST_LEASE then redis.call('PEXPIRE', KEYS[i], LONGEST_LEASE + SLACK) end
end
return { 1, t }
