-- Keys: leases, holds, levels. Arguments: the clock's three; id; an amount for each level. Answers: 1 ended by this, 0 not
-- open, -1 sent at another time; the time.
local now, t = clock()
if not now then return { -1, t } end
sweep(KEYS[1], KEYS[2], now)
local spent = {}
for i = 5, #ARGV do spent[i - 4] = tonumber(ARGV[i]) end
return { finish(KEYS[1], KEYS[2], ARGV[4], spent, now), t }
