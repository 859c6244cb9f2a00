-- Evens out that the server's clock was set. Keys: clock. Arguments: how often it was set so far; by how much now. Answers
-- whether this was told for the first time.
local offset, times, begun = string.match(redis.call('GET', KEYS[1]) or '', '^(%S+) (%S+) (%S+)$')
if times ~= ARGV[1] then return { 0 } end
redis.call('SET', KEYS[1], string.format('%.0f %.0f %s', tonumber(offset) - tonumber(ARGV[2]), tonumber(times) + 1, begun))
return { 1 }
